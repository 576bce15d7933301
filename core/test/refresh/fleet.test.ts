import { describe, expect, it } from "vitest";
import { type CredentialSource, defaultWindows, found, refreshing } from "../../src/mod.ts";
import { generation } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../support/outcome.ts";
import { seededBytes, testHost } from "../support/test-host.ts";
import { settle, virtualClock } from "../support/virtual-clock.ts";

const INSTANCES = 1000;

/** How many of a thousand instances, started together, refresh in each second. */
async function refreshesPerSecond(lifetimeMs: number): Promise<number[]> {
  const clock = virtualClock();
  const startMs = clock.now();
  const { advisoryMs } = defaultWindows(lifetimeMs);
  const seconds: number[] = [];
  const source: CredentialSource = {
    name: "issuer",
    async resolve() {
      seconds.push(Math.floor((clock.now() - startMs) / SECOND_MS));
      return found({ ...generation(1), expiration: clock.now() + lifetimeMs });
    },
  };
  const resolvers = Array.from({ length: INSTANCES }, (_, seed) =>
    refreshing(source, { host: { ...testHost({ clock }), random: seededBytes(seed) } }),
  );
  await Promise.all(resolvers.map((resolver) => resolver.get()));
  seconds.length = 0;
  await clock.advance(lifetimeMs - advisoryMs - SECOND_MS);
  while (clock.now() < startMs + lifetimeMs - advisoryMs / 2 + SECOND_MS) {
    for (const resolver of resolvers) void resolver.get();
    await settle();
    await clock.advance(SECOND_MS);
  }
  const counts = new Map<number, number>();
  for (const second of seconds) counts.set(second, (counts.get(second) ?? 0) + 1);
  return [...counts.values()];
}

describe("property 9: a thousand instances started together do not refresh in the same second", () => {
  it.each([15 * MINUTE_MS, HOUR_MS, 36 * HOUR_MS])("with credentials that live %i ms", async (lifetimeMs) => {
    const perSecond = await refreshesPerSecond(lifetimeMs);
    expect(perSecond.reduce((sum, count) => sum + count, 0)).toBe(INSTANCES);
    const meanPerSecond = INSTANCES / (defaultWindows(lifetimeMs).advisoryMs / 2 / SECOND_MS);
    // Six standard deviations above the mean of an even spread.
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(
      Math.ceil(meanPerSecond + 6 * Math.sqrt(meanPerSecond)),
    );
  });
});
