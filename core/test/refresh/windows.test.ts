import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AlicredError, defaultWindows, refreshing } from "../../src/mod.ts";
import { fails, fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS } from "../support/outcome.ts";
import { hostWithFraction, testHost } from "../support/test-host.ts";

describe("default windows", () => {
  it.each([
    { lifetime: "60 s", lifetimeMs: MINUTE_MS, advisoryMs: 20 * SECOND_MS, mandatoryMs: 5 * SECOND_MS },
    { lifetime: "900 s", lifetimeMs: 15 * MINUTE_MS, advisoryMs: 5 * MINUTE_MS, mandatoryMs: MINUTE_MS },
    { lifetime: "20 min", lifetimeMs: 20 * MINUTE_MS, advisoryMs: 5 * MINUTE_MS, mandatoryMs: MINUTE_MS },
    { lifetime: "1 h", lifetimeMs: HOUR_MS, advisoryMs: 15 * MINUTE_MS, mandatoryMs: MINUTE_MS },
    { lifetime: "90 min", lifetimeMs: 90 * MINUTE_MS, advisoryMs: 15 * MINUTE_MS, mandatoryMs: MINUTE_MS },
    { lifetime: "6 h", lifetimeMs: 6 * HOUR_MS, advisoryMs: HOUR_MS, mandatoryMs: MINUTE_MS },
    { lifetime: "36 h", lifetimeMs: 36 * HOUR_MS, advisoryMs: HOUR_MS, mandatoryMs: MINUTE_MS },
  ])("for $lifetime", ({ lifetimeMs, advisoryMs, mandatoryMs }) => {
    expect(defaultWindows(lifetimeMs)).toEqual({ advisoryMs, mandatoryMs });
  });

  it("leave most of any lifetime to plain hits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 36 * HOUR_MS }), (lifetimeMs) => {
        const { advisoryMs, mandatoryMs } = defaultWindows(lifetimeMs);
        expect(advisoryMs).toBeLessThanOrEqual(lifetimeMs / 3);
        expect(mandatoryMs).toBeLessThanOrEqual(advisoryMs / 4);
        expect(mandatoryMs).toBeGreaterThan(0);
      }),
      { seed: 20300101 },
    );
  });
});

describe("windows of the policy", () => {
  it("decide when callers are served at once and when they wait", async () => {
    const host = hostWithFraction(0);
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const windows = (): { advisoryMs: number; mandatoryMs: number } => ({
      advisoryMs: 30 * MINUTE_MS,
      mandatoryMs: 10 * MINUTE_MS,
    });
    const resolver = refreshing(source, { host, windows });
    await resolver.get();
    await host.clock.advance(30 * MINUTE_MS - 1);
    await resolver.get();
    expect(source.calls).toHaveLength(1);
    await host.clock.advance(1);
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect(source.calls).toHaveLength(2);
    await host.clock.advance(50 * MINUTE_MS);
    expect((await resolver.get()).accessKeyId).toBe("key-3");
  });

  it("proportional to the lifetime leave a key that does not expire alone", async () => {
    const source = fakeSource(issues());
    const windows = (lifetimeMs: number): { advisoryMs: number; mandatoryMs: number } => ({
      advisoryMs: lifetimeMs / 3,
      mandatoryMs: lifetimeMs / 12,
    });
    const resolver = refreshing(source, { host: testHost(), windows });
    for (let call = 0; call < 5; call++) await resolver.get();
    expect(source.calls).toHaveLength(1);
  });

  it("proportional to the lifetime leave the pause of a key that does not expire alone, too", async () => {
    const source = fakeSource(issues({ refreshAfterMs: 5 * MINUTE_MS }));
    const windows = (lifetimeMs: number): { advisoryMs: number; mandatoryMs: number } => ({
      advisoryMs: lifetimeMs / 3,
      mandatoryMs: lifetimeMs / 12,
    });
    const host = testHost();
    const resolver = refreshing(source, { host, windows });
    await resolver.get();
    await host.clock.advance(6 * MINUTE_MS);
    await resolver.get();
    await host.clock.advance(SECOND_MS);
    expect(source.calls).toHaveLength(2);
  });

  it("wider than the lifetime cost one acquisition a call, and no loop", async () => {
    const source = fakeSource(issues({ lifetimeMs: 15 * MINUTE_MS }));
    const windows = (): { advisoryMs: number; mandatoryMs: number } => ({
      advisoryMs: 2 * HOUR_MS,
      mandatoryMs: HOUR_MS,
    });
    source.will((call) => {
      if (call.number > 5) throw new Error("asked in a loop");
      return issues({ lifetimeMs: 15 * MINUTE_MS })(call);
    });
    const resolver = refreshing(source, { host: testHost(), windows });
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });

  it("that throw fail the callers, and do not hang them", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const windows = (): never => {
      throw new RangeError("no such window");
    };
    expect((await rejection(refreshing(source, { host, windows }).get())).code).toBe("SOURCE_THREW");
    expect(host.clock.pending()).toBe(0);
  });
});

describe("a snapshot that expires between two readings of the clock", () => {
  it("is served while its expiry lies ahead, and then there is the error that says why not", async () => {
    const outcomes: unknown[] = [];
    let readings = 0;
    for (let early = 1; early <= 20; early++) {
      const { clock, ...host } = hostWithFraction(0);
      let step = 0;
      readings = 0;
      const now = (): number => {
        clock.jump(step);
        readings += 1;
        return clock.now();
      };
      const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
      const resolver = refreshing(source, { host: { ...host, clock: { ...clock, now } } });
      await resolver.get();
      source.will(fails());
      await clock.advance(HOUR_MS - 10 * SECOND_MS);
      await resolver.get();
      await clock.advance(10 * SECOND_MS - early);
      step = 1;
      readings = 0;
      outcomes.push(
        await resolver.get().then(
          ({ accessKeyId }) => accessKeyId,
          ({ code }: AlicredError) => code,
        ),
      );
    }
    const failed = outcomes.indexOf("key-1");
    expect(failed).toBeGreaterThan(0);
    // Each reading is a millisecond later than the one before: one that came too early to see the expiry served it.
    expect(failed).toBeLessThan(readings);
    expect(outcomes).toEqual([
      ...Array(failed).fill("UPSTREAM_UNAVAILABLE"),
      ...Array(20 - failed).fill("key-1"),
    ]);
  });
});

describe("a policy whose options are given as undefined", () => {
  it("has the defaults, as one without them", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: 15 * MINUTE_MS }));
    const unset = JSON.parse("{}") as Record<string, never>;
    const resolver = refreshing(source, {
      host,
      windows: unset["windows"],
      refreshTimeoutMs: unset["refreshTimeoutMs"],
      mandatoryWaitMs: unset["mandatoryWaitMs"],
      backoff: unset["backoff"],
      negativeCacheMs: unset["negativeCacheMs"],
      staleIfErrorMs: unset["staleIfErrorMs"],
    } as unknown as Parameters<typeof refreshing>[1]);
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    source.will(() => Promise.reject(new Error("down")));
    await host.clock.advance(HOUR_MS);
    expect((await rejection(resolver.get())).code).toBe("SOURCE_THREW");
  });
});
