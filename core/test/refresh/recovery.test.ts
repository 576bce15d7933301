import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { casesOf } from "../../../test/case-count.ts";
import {
  type CredentialSource,
  refreshing,
  sendRequest,
  statusError,
  UnavailableError,
} from "../../src/mod.ts";
import { fakeFetch } from "../support/fake-fetch.ts";
import { fails, fakeSource, issues, unavailable } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../support/outcome.ts";
import { hostWithFraction, type TestHost, testHost } from "../support/test-host.ts";

interface Outage {
  readonly retryAfterMs?: number | undefined;
  readonly everyMs?: number;
  /** Whether something valid is served meanwhile. */
  readonly isWarm?: boolean;
}

/** Keeps an upstream down for a while under steady calls; returns the gaps between calls upstream. */
async function gapsOfOutage(
  host: TestHost,
  forMs: number,
  { retryAfterMs, everyMs = 100, isWarm = false }: Outage = {},
): Promise<number[]> {
  const source = fakeSource(issues({ lifetimeMs: 36 * HOUR_MS }));
  const resolver = refreshing(source, { host });
  if (isWarm) await resolver.get();
  await host.clock.advance(35.7 * HOUR_MS);
  source.will(fails(() => unavailable(retryAfterMs)));
  for (let elapsedMs = 0; elapsedMs < forMs; elapsedMs += everyMs) {
    resolver.get().catch(() => undefined);
    await host.clock.advance(everyMs);
  }
  expect(resolver.peek() !== undefined).toBe(isWarm);
  return source.calls
    .slice(isWarm ? 2 : 1)
    .map((call, index) => call.atMs - (source.calls[index + (isWarm ? 1 : 0)]?.atMs ?? 0));
}

describe("recovery while nothing valid is left and people call", () => {
  it("begins as soon as the last snapshot is over, however long the pause was that its callers did not feel", async () => {
    const host = hostWithFraction(0.9999);
    const source = fakeSource(issues({ lifetimeMs: 15 * MINUTE_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    source.will(fails());
    await host.clock.advance(13 * MINUTE_MS);
    for (let second = 0; second < 119; second++) {
      await resolver.get();
      await host.clock.advance(SECOND_MS);
    }
    source.will(issues({ lifetimeMs: HOUR_MS }));
    await host.clock.advance(SECOND_MS);
    expect((await resolver.get()).accessKeyId).toBe(`key-${source.calls.length}`);
  });

  it("sends each request once, because the refresh cache itself tries again and again", async () => {
    const host = hostWithFraction(0);
    const { fetch, requests } = fakeFetch(host.clock, () => ({ status: 503 }));
    const source: CredentialSource = {
      name: "issuer",
      async resolve(context) {
        const reply = await sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }));
        throw statusError(context, "The issuer", reply);
      },
    };
    const resolver = refreshing(source, { host: { ...host, fetch } });
    for (let step = 0; step < 50; step++) {
      resolver.get().catch(() => undefined);
      await host.clock.advance(100);
    }
    const startMs = requests[0]?.atMs ?? 0;
    expect(requests.map(({ atMs }) => atMs - startMs)).toEqual([0, 0, 0, 1_000, 2_000, 3_000, 4_000]);
  });
});

describe("property 5: recovery within one back-off period", () => {
  it("for any time of the outage and any dice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 16 * MINUTE_MS, max: 30 * MINUTE_MS }),
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
      { numRuns: casesOf(25), seed: 20300101 },
    );
  });
});

describe("the back-off while something valid is served", () => {
  it("doubles from one second to one minute when the dice show the most", async () => {
    const gaps = await gapsOfOutage(hostWithFraction(0.9999), 4 * MINUTE_MS, { isWarm: true });
    const expected = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * SECOND_MS);
    expect(gaps.slice(0, 8)).toEqual(expected);
  });

  it("never falls below 100 ms when the dice show the least", async () => {
    const gaps = await gapsOfOutage(hostWithFraction(0), 5 * SECOND_MS, { everyMs: 10, isWarm: true });
    expect(new Set(gaps)).toEqual(new Set([100]));
  });

  it("counts failures from zero after a success", async () => {
    const host = hostWithFraction(0.9999);
    const source = fakeSource(issues({ lifetimeMs: 36 * HOUR_MS }));
    const resolver = refreshing(source, { host });
    const failFor = async (seconds: number): Promise<number> => {
      source.will(fails());
      await host.clock.advance(35.7 * HOUR_MS);
      const before = source.calls.length;
      for (let second = 0; second < seconds; second++) {
        await resolver.get();
        await host.clock.advance(SECOND_MS);
      }
      source.will(issues({ lifetimeMs: 36 * HOUR_MS }));
      return source.calls.length - before;
    };
    await resolver.get();
    expect(await failFor(600)).toBeLessThan(20);
    await host.clock.advance(HOUR_MS);
    await resolver.get();
    // At once, and after 1, 3 and 7 seconds.
    expect(await failFor(8)).toBe(4);
  });

  it("takes its limits from the policy", async () => {
    const host = hostWithFraction(0.9999);
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host, backoff: { initialMs: 300, maxMs: 900 } });
    await resolver.get();
    source.will(fails(() => new UnavailableError("NETWORK_ERROR", "No route.", { source: "fake" })));
    await host.clock.advance(55 * MINUTE_MS);
    for (let i = 0; i < 60; i++) {
      await resolver.get();
      await host.clock.advance(100);
    }
    const gaps = source.calls.slice(2).map((call, index) => call.atMs - (source.calls[index + 1]?.atMs ?? 0));
    expect(gaps.slice(0, 5)).toEqual([300, 600, 900, 900, 900]);
  });
});

describe("the back-off while nothing valid is left", () => {
  it.each([
    [0, 1_000],
    [0.9999, 2_000],
  ])("is 1 to 2 s: at dice of %d, %i ms", async (fraction, gapMs) => {
    const gaps = await gapsOfOutage(hostWithFraction(fraction), MINUTE_MS);
    expect(new Set(gaps)).toEqual(new Set([gapMs]));
  });

  it("is no longer than the longest of the policy", async () => {
    const host = hostWithFraction(0.9999);
    const source = fakeSource(fails());
    const resolver = refreshing(source, { host, backoff: { initialMs: 100, maxMs: 300 } });
    for (let i = 0; i < 10; i++) {
      resolver.get().catch(() => undefined);
      await host.clock.advance(100);
    }
    expect(source.calls).toHaveLength(4);
  });
});

describe.each([true, false])("the back-off (something valid is served: %s)", (isWarm) => {
  it("is jittered: instances that fail together do not retry together", async () => {
    const firstGaps = new Set<number>();
    for (let seed = 0; seed < casesOf(40); seed++) {
      firstGaps.add(
        (await gapsOfOutage(testHost({ seed }), 9 * SECOND_MS, { isWarm, everyMs: 10 })).at(2) ?? 0,
      );
    }
    expect(firstGaps.size).toBeGreaterThan(casesOf(40) / 4);
  });

  it("honours Retry-After when that is longer", async () => {
    const outage = { retryAfterMs: 10 * SECOND_MS, isWarm };
    const gaps = await gapsOfOutage(hostWithFraction(0), MINUTE_MS, outage);
    expect(new Set(gaps)).toEqual(new Set([10 * SECOND_MS]));
  });

  it("caps Retry-After at five minutes", async () => {
    const outage = { retryAfterMs: 24 * HOUR_MS, isWarm };
    const gaps = await gapsOfOutage(hostWithFraction(0), 11 * MINUTE_MS, outage);
    expect(gaps).toEqual([5 * MINUTE_MS, 5 * MINUTE_MS]);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("ignores a pause of %d ms", async (retryAfterMs) => {
    const gaps = await gapsOfOutage(hostWithFraction(0.9999), 8 * SECOND_MS, { retryAfterMs, isWarm });
    expect(gaps.slice(0, 2)).toEqual(isWarm ? [1_000, 2_000] : [2_000, 2_000]);
  });
});
