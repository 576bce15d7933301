import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refreshing, UnavailableError } from "../../src/mod.ts";
import { fails, fakeSource, issues, unavailable } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../support/outcome.ts";
import { hostWithFraction, type TestHost, testHost } from "../support/test-host.ts";

/** Keeps an upstream down for a while under steady calls; returns the gaps between calls upstream. */
async function gapsOfOutage(
  host: TestHost,
  forMs: number,
  { retryAfterMs, everyMs = 100 }: { retryAfterMs?: number; everyMs?: number } = {},
): Promise<number[]> {
  const source = fakeSource(fails(() => unavailable(retryAfterMs)));
  const resolver = refreshing(source, { host });
  for (let elapsedMs = 0; elapsedMs < forMs; elapsedMs += everyMs) {
    resolver.get().catch(() => undefined);
    await host.clock.advance(everyMs);
  }
  return source.calls.slice(1).map((call, index) => call.atMs - (source.calls[index]?.atMs ?? 0));
}

describe("property 5: recovery within one back-off period", () => {
  it("for any time of the outage and any dice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 16 * MINUTE_MS, max: 2 * HOUR_MS }),
        fc.boolean(),
        async (seed, outageMs, isWarm) => {
          const host = testHost({ seed });
          const { clock } = host;
          const source = fakeSource(issues({ lifetimeMs: 15 * MINUTE_MS }));
          const resolver = refreshing(source, { host });
          if (isWarm) await resolver.get();
          source.will(fails());
          const call = async (): Promise<void> => {
            resolver.get().catch(() => undefined);
            await clock.advance(5 * SECOND_MS);
          };
          const endMs = clock.now() + outageMs;
          while (clock.now() < endMs) await call();
          source.will(issues({ lifetimeMs: HOUR_MS }));
          const recoveredAtMs = clock.now();
          const callsBefore = source.calls.length;
          while (source.calls.length === callsBefore) await call();
          const freshAtMs = source.calls.at(-1)?.atMs ?? 0;
          expect(freshAtMs - recoveredAtMs).toBeLessThanOrEqual(MINUTE_MS + 5 * SECOND_MS);
          expect((await resolver.get()).accessKeyId).toBe(`key-${source.calls.length}`);
        },
      ),
      { numRuns: 25, seed: 20300101 },
    );
  });

  it("counts failures anew after a success", async () => {
    const host = hostWithFraction(0.999);
    const source = fakeSource(fails());
    const resolver = refreshing(source, { host });
    for (let second = 0; second < 600; second++) {
      resolver.get().catch(() => undefined);
      await host.clock.advance(SECOND_MS);
    }
    source.will(issues({ lifetimeMs: MINUTE_MS }));
    for (let second = 0; second < 61; second++) {
      resolver.get().catch(() => undefined);
      await host.clock.advance(SECOND_MS);
    }
    expect(resolver.peek()).toBeDefined();
    await host.clock.advance(2 * MINUTE_MS);
    source.will(fails());
    const before = source.calls.length;
    for (let second = 0; second < 3; second++) {
      resolver.get().catch(() => undefined);
      await host.clock.advance(SECOND_MS);
    }
    // At once, and after a pause of just under a second.
    expect(source.calls.length - before).toBe(2);
  });
});

describe("the back-off", () => {
  it("doubles from one second to one minute when the dice show the most", async () => {
    const gaps = await gapsOfOutage(hostWithFraction(0.9999), 4 * MINUTE_MS);
    const expected = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * SECOND_MS);
    expect(gaps.slice(0, 8)).toEqual(expected);
  });

  it("never falls below 100 ms when the dice show the least", async () => {
    const gaps = await gapsOfOutage(hostWithFraction(0), 5 * SECOND_MS, { everyMs: 10 });
    expect(new Set(gaps)).toEqual(new Set([100]));
  });

  it("is jittered: instances that fail together do not retry together", async () => {
    const firstGaps = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      firstGaps.add((await gapsOfOutage(testHost({ seed }), 6 * SECOND_MS)).at(2) ?? 0);
    }
    expect(firstGaps.size).toBeGreaterThan(10);
  });

  it("honours Retry-After when that is longer", async () => {
    const gaps = await gapsOfOutage(hostWithFraction(0), MINUTE_MS, { retryAfterMs: 10 * SECOND_MS });
    expect(new Set(gaps)).toEqual(new Set([10 * SECOND_MS]));
  });

  it("caps Retry-After at five minutes", async () => {
    const gaps = await gapsOfOutage(hostWithFraction(0), 11 * MINUTE_MS, { retryAfterMs: 24 * HOUR_MS });
    expect(gaps).toEqual([5 * MINUTE_MS, 5 * MINUTE_MS]);
  });

  it("takes its limits from the policy", async () => {
    const host = hostWithFraction(0.9999);
    const source = fakeSource(
      fails(() => new UnavailableError("NETWORK_ERROR", "No route.", { source: "fake" })),
    );
    const resolver = refreshing(source, { host, backoff: { initialMs: 300, maxMs: 900 } });
    for (let i = 0; i < 60; i++) {
      resolver.get().catch(() => undefined);
      await host.clock.advance(100);
    }
    const gaps = source.calls.slice(1).map((call, index) => call.atMs - (source.calls[index]?.atMs ?? 0));
    expect(gaps.slice(0, 5)).toEqual([300, 600, 900, 900, 900]);
  });
});
