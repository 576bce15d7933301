import { describe, expect, it } from "vitest";
import { refreshing } from "../../src/mod.ts";
import { fails, fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS, SECOND_MS } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";

/** How long after the end of outages of random length callers get credentials again, when nothing valid was left. */
async function recoveries(runs: number, latencyMs: number): Promise<number[]> {
  const tookMs: number[] = [];
  for (let seed = 0; seed < runs; seed++) {
    const host = testHost({ seed });
    const { clock } = host;
    const source = fakeSource(fails(undefined, latencyMs));
    const resolver = refreshing(source, { host });
    const outageMs = 5 * SECOND_MS + ((seed * 7_919) % (55 * SECOND_MS));
    let isUp = false;
    let recoveredAtMs = 0;
    void clock.sleep(outageMs).then(() => {
      isUp = true;
      source.will(issues({ lifetimeMs: HOUR_MS, latencyMs }));
    });
    const startMs = clock.now();
    while (recoveredAtMs === 0) {
      resolver.get().then(
        () => {
          recoveredAtMs ||= clock.now();
        },
        () => undefined,
      );
      await clock.advance(50);
    }
    expect(isUp).toBe(true);
    tookMs.push(recoveredAtMs - startMs - outageMs);
    const gaps = source.calls.slice(1).map((call, index) => call.atMs - (source.calls[index]?.atMs ?? 0));
    expect(Math.min(...gaps), `seed ${seed}`).toBeGreaterThanOrEqual(SECOND_MS);
  }
  return tookMs.sort((one, other) => one - other);
}

describe("recovery while nothing valid is left and people call", () => {
  it.each([0, 150, 400])(
    "takes at most 3 s, 1.5 s in the median, at one call upstream a second at most (latency %i ms)",
    async (latencyMs) => {
      const tookMs = await recoveries(150, latencyMs);
      expect(tookMs.at(-1)).toBeLessThanOrEqual(3 * SECOND_MS);
      expect(tookMs[75]).toBeLessThanOrEqual(1.5 * SECOND_MS);
    },
  );
});
