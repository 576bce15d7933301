import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createServerClock, type ServerClock } from "../src/server-clock.ts";
import { instantOf } from "../src/time.ts";
import { HOUR_MS } from "./support/outcome.ts";
import { START_MS, type VirtualClock, virtualClock } from "./support/virtual-clock.ts";

const at = (ms: number): string => new Date(ms).toUTCString();

/** Observes a reply that has just arrived, and whose request left that long ago. */
function observe(
  clock: VirtualClock,
  serverClock: ServerClock,
  date: string | null,
  tookMs = 0,
  age?: string,
): void {
  const { wallMs, monotonicMs } = instantOf(clock);
  const headers = new Headers({ ...(date !== null && { date }), ...(age !== undefined && { age }) });
  serverClock.observe(headers, { wallMs: wallMs - tookMs, monotonicMs: monotonicMs - tookMs });
}

describe("the issuer's clock", () => {
  it("is the local one until a reply is seen", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    expect([serverClock.now(), serverClock.skewMs()]).toEqual([clock.now(), 0]);
  });

  it.each([null, "", "yesterday", "Tue, 99 Foo 2030"])("learns nothing from %j", (date) => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, date);
    expect(serverClock.skewMs()).toBe(0);
  });

  const replies = fc.record({
    skewMs: fc.integer({ min: -1e8, max: 1e8 }),
    sentMs: fc.integer({ min: 0, max: 999 }),
    thereMs: fc.integer({ min: 0, max: 3000 }),
    backMs: fc.integer({ min: 0, max: 3000 }),
  });

  it("is never behind the issuer's, and ahead by the header's second and the way there at most", async () => {
    await fc.assert(
      fc.asyncProperty(replies, async ({ skewMs, sentMs, thereMs, backMs }) => {
        const clock = virtualClock();
        const serverClock = createServerClock(clock);
        await clock.advance(sentMs);
        const date = at(clock.now() + thereMs + skewMs);
        await clock.advance(thereMs + backMs);
        observe(clock, serverClock, date, thereMs + backMs);
        expect(serverClock.now()).toBe(clock.now() + serverClock.skewMs());
        // Where the reply does not contradict the local clock, that is right.
        const isLocalRight = serverClock.skewMs() === 0;
        if (!isLocalRight) expect(serverClock.skewMs()).toBeGreaterThanOrEqual(skewMs);
        expect(serverClock.skewMs()).toBeLessThanOrEqual(Math.max(0, skewMs) + thereMs + backMs + 1000);
        if (Math.abs(skewMs) > thereMs + backMs + 1000) expect(isLocalRight).toBe(false);
      }),
      { seed: 20300101 },
    );
  });

  it("is the local one, to the last second, as long as the replies allow it", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, at(clock.now()), 300);
    expect(serverClock.skewMs()).toBe(0);
  });

  it("grows more exact with each reply", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    const serverMs = clock.now() + HOUR_MS;
    observe(clock, serverClock, at(serverMs), 4000);
    expect(serverClock.skewMs()).toBe(HOUR_MS + 5000);
    observe(clock, serverClock, at(serverMs));
    expect(serverClock.skewMs()).toBe(HOUR_MS + 1000);
    observe(clock, serverClock, at(serverMs), 4000);
    expect(serverClock.skewMs()).toBe(HOUR_MS + 1000);
  });

  it("keeps what it learnt, however much later a less exact reply comes", async () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, at(clock.now() + HOUR_MS));
    await clock.advance(HOUR_MS / 6);
    observe(clock, serverClock, at(clock.now() + HOUR_MS), 4000);
    expect(serverClock.skewMs()).toBe(HOUR_MS + 1000);
  });

  it.each([-3_600_000, 3_600_000])("follows when a clock was set by %i ms", (stepMs) => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, at(clock.now()));
    const serverMs = clock.now();
    clock.jump(stepMs);
    observe(clock, serverClock, at(serverMs));
    expect(serverClock.skewMs()).toBe(1000 - stepMs);
  });

  it("follows when the issuer's own clock was set", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, at(clock.now() - HOUR_MS));
    observe(clock, serverClock, at(clock.now() + HOUR_MS));
    expect(serverClock.skewMs()).toBe(HOUR_MS + 1000);
  });

  it("is not put back by a local clock that is set back, nor held up while the machine sleeps", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, at(clock.now() - HOUR_MS));
    const serverMs = serverClock.now();
    clock.jump(-8 * HOUR_MS);
    expect(serverClock.now()).toBe(serverMs);
    clock.jump(8 * HOUR_MS);
    clock.suspend(2 * HOUR_MS);
    expect(serverClock.now()).toBe(serverMs + 2 * HOUR_MS);
  });

  it("adds the age of a reply from a cache", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, at(clock.now() - 2 * HOUR_MS), 0, "7200");
    expect(serverClock.skewMs()).toBe(0);
    observe(clock, serverClock, at(clock.now() - 3 * HOUR_MS), 0, "7200");
    expect(serverClock.skewMs()).toBe(2000 - HOUR_MS);
    // Not a number of seconds (RFC 9111, section 1.2.2).
    for (const age of ["-7200", "7200, 5", "7200s"]) {
      observe(clock, serverClock, at(clock.now() + HOUR_MS), 0, age);
      expect(serverClock.skewMs()).toBe(1000 + HOUR_MS);
    }
  });

  it.each([
    ["1970", Date.UTC(1970, 0, 1, 0, 0, 1), 0],
    ["two days and a second behind", START_MS - 48 * HOUR_MS - 2_000, 0],
    ["less than two days behind", START_MS - 47 * HOUR_MS, 1000 - 47 * HOUR_MS],
    ["2099", Date.UTC(2099, 0), Date.UTC(2099, 0) - START_MS + 1000],
  ])("of a Date of %s lengthens no life by more than two days", (_, serverMs, lifeSkewMs) => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    observe(clock, serverClock, at(serverMs));
    expect(serverClock.expiryNow() - clock.now()).toBe(lifeSkewMs);
    // A signature is checked by the very clock that gave the date.
    expect(serverClock.skewMs()).toBe(serverMs + 1000 - START_MS);
  });
});
