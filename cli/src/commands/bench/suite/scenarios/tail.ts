import { quantile } from "../figures.ts";
import { durations, load } from "../load.ts";
import type { Scenario } from "../scenario.ts";

const LATENCY_MS = 200;
const CYCLE_MS = 2_000;
const PER_SECOND = 200;
const OWN_WINDOW_MS = 1_000;

/** A steady load while credentials with short lives are refreshed, about every two seconds. */
export const tail: Scenario = {
  name: "tail",
  travels: false,
  async run(subject, stage) {
    const { upstream, setting, quick } = stage;
    upstream.latencyMs = LATENCY_MS;
    upstream.lifeMs = CYCLE_MS + (subject.windowMs ?? OWN_WINDOW_MS);
    const client = await subject.create(setting);
    await client.get();
    // The first second warms up.
    await load(subject, client, stage, { perSecond: PER_SECOND, forMs: 1_000 });
    const before = upstream.calls;
    const forMs = quick ? 4_000 : 14_000;
    const calls = await load(subject, client, stage, { perSecond: PER_SECOND, forMs });
    const times = durations(calls);
    const figures = {
      p50Ms: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
      maxMs: Math.max(...times),
      // Nobody who waits half as long as the upstream takes was served from the cache.
      blocked: times.filter((ms) => ms >= LATENCY_MS / 2).length,
      callsPerCycle: (upstream.calls - before) / (forMs / CYCLE_MS),
    };
    await client.close?.();
    return [{ case: "", figures }];
  },
};
