import { describe, expect, it } from "vitest";
import { defaultWindows, refreshing } from "../../src/mod.ts";
import { fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../support/outcome.ts";
import { hostWithFraction, testHost } from "../support/test-host.ts";

const lifetimes = [
  MINUTE_MS,
  3 * MINUTE_MS,
  15 * MINUTE_MS,
  20 * MINUTE_MS,
  HOUR_MS,
  90 * MINUTE_MS,
  91 * MINUTE_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  36 * HOUR_MS,
];

describe("property 6: in steady state at most one refresh per (lifetime - advisory window)", () => {
  it.each(lifetimes)("for credentials that live %i ms, under steady calls", async (lifetimeMs) => {
    const host = testHost({ seed: lifetimeMs });
    const source = fakeSource(issues({ lifetimeMs, latencyMs: 80 }));
    const resolver = refreshing(source, { host });
    const everyMs = Math.max(SECOND_MS, lifetimeMs / 2000);
    const endMs = host.clock.now() + 4 * lifetimeMs;
    while (host.clock.now() < endMs) {
      const credentials = resolver.get();
      await host.clock.advance(everyMs);
      expect((await credentials).expiresAtMs).toBeGreaterThan(host.clock.now() - everyMs);
    }
    const { advisoryMs } = defaultWindows(lifetimeMs);
    const gaps = source.calls.slice(1).map((call, index) => call.atMs - (source.calls[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(lifetimeMs - advisoryMs);
    // And not much less often either: the window opens in its first half.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(lifetimeMs - advisoryMs / 2 + everyMs + 80);
    expect(gaps.length).toBeGreaterThanOrEqual(4);
  });

  it.each([0, 0.5, 0.999])("the window opens in its first half: at fraction %d of it", async (fraction) => {
    const host = hostWithFraction(fraction);
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    const opensMs = HOUR_MS - 15 * MINUTE_MS + fraction * 7.5 * MINUTE_MS;
    await host.clock.advance(opensMs - 10);
    await resolver.get();
    expect(source.calls).toHaveLength(1);
    await host.clock.advance(20);
    await resolver.get();
    expect(source.calls).toHaveLength(2);
  });

  it("a source that repeats its answer until the end is not asked in a loop", async () => {
    const host = testHost();
    const expiration = host.clock.now() + 6 * HOUR_MS;
    const source = fakeSource(async (call) =>
      issues({ lifetimeMs: expiration - call.context.host.clock.now() })(call),
    );
    const resolver = refreshing(source, { host });
    while (host.clock.now() < expiration - SECOND_MS) {
      await resolver.get();
      await host.clock.advance(SECOND_MS);
    }
    const left = source.calls.map(({ atMs }) => expiration - atMs);
    left.slice(1).forEach((leftMs, index) => {
      // Each answer is asked for again in the first half of the window for what was left of it, at the next call.
      const { advisoryMs } = defaultWindows(left[index] ?? 0);
      expect(leftMs).toBeLessThanOrEqual(advisoryMs);
      expect(leftMs).toBeGreaterThan(advisoryMs / 2 - SECOND_MS);
    });
    // This continues until half the window of the remaining life is less than the time between calls.
    expect(defaultWindows(left.at(-1) ?? HOUR_MS).advisoryMs / 2).toBeLessThanOrEqual(SECOND_MS);
  });
});
