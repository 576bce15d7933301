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
