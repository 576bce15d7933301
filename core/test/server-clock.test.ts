import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createServerClock } from "../src/server-clock.ts";
import { virtualClock } from "./support/virtual-clock.ts";

const at = (ms: number): string => new Date(ms).toUTCString();

describe("the issuer's clock", () => {
  it("is the local one until a reply is seen", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    expect([serverClock.now(), serverClock.skewMs()]).toEqual([clock.now(), 0]);
  });

  it.each([null, "", "yesterday", "Tue, 99 Foo 2030"])("learns nothing from %j", (date) => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    serverClock.observe(date, clock.now(), clock.now());
    expect(serverClock.skewMs()).toBe(0);
  });

  it("is never behind the issuer's, and ahead by the header's second and the way there at most", () => {
    const replies = fc.record({
      skewMs: fc.integer({ min: -1e8, max: 1e8 }),
      sentMs: fc.integer({ min: 0, max: 999 }),
      thereMs: fc.integer({ min: 0, max: 3000 }),
      backMs: fc.integer({ min: 0, max: 3000 }),
    });
    fc.assert(
      fc.property(replies, ({ skewMs, sentMs, thereMs, backMs }) => {
        const clock = virtualClock();
        const serverClock = createServerClock(clock);
        const sentAtMs = clock.now() + sentMs;
        serverClock.observe(at(sentAtMs + thereMs + skewMs), sentAtMs, sentAtMs + thereMs + backMs);
        expect(serverClock.skewMs()).toBeGreaterThanOrEqual(skewMs);
        expect(serverClock.skewMs()).toBeLessThanOrEqual(skewMs + thereMs + 1000);
        expect(serverClock.now()).toBe(clock.now() + serverClock.skewMs());
      }),
      { seed: 20300101 },
    );
  });

  it("grows more exact with each reply", () => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    const now = clock.now();
    serverClock.observe(at(now), now - 2000, now + 2000);
    const first = serverClock.skewMs();
    serverClock.observe(at(now), now, now);
    expect(first).toBe(3000);
    expect(serverClock.skewMs()).toBe(1000);
    serverClock.observe(at(now), now - 2000, now + 2000);
    expect(serverClock.skewMs()).toBe(1000);
  });

  it.each([-3_600_000, 3_600_000])("follows when a clock was set by %i ms", (stepMs) => {
    const clock = virtualClock();
    const serverClock = createServerClock(clock);
    serverClock.observe(at(clock.now()), clock.now(), clock.now());
    const serverMs = clock.now();
    clock.jump(stepMs);
    serverClock.observe(at(serverMs), clock.now(), clock.now());
    expect(serverClock.skewMs()).toBe(1000 - stepMs);
  });
});
