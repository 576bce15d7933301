import { quantile } from "../figures.ts";
import { durations, load } from "../load.ts";
import type { Scenario } from "../scenario.ts";

const LATENCY_MS = 200;
const PER_SECOND = 200;
/** The cycle of a subject that begins to refresh at a constant span before the expiry. */
const CYCLE_MS = 2_000;
/** Of one whose windows are parts of the life: refreshed after two thirds to five sixths of it. */
const RELATIVE = { lifeMs: 6_000, cycleMs: 4_500 };

/** A steady load while credentials with short lives are refreshed, every few seconds. */
export const tail: Scenario = {
  name: "tail",
  travels: false,
  async run(subject, stage) {
    const { upstream, setting, quick } = stage;
    upstream.latencyMs = LATENCY_MS;
    const { windowMs } = subject;
    const { lifeMs, cycleMs } =
      windowMs === undefined ? RELATIVE : { lifeMs: windowMs + CYCLE_MS, cycleMs: CYCLE_MS };
    upstream.lifeMs = lifeMs;
    const client = await subject.create(setting);
    await client.get();
    // The first second warms up.
    await load(subject, client, stage, { perSecond: PER_SECOND, forMs: 1_000 });
    const before = upstream.calls;
    const forMs = quick ? 6_000 : 18_000;
    const calls = await load(subject, client, stage, { perSecond: PER_SECOND, forMs });
    const times = durations(calls);
    const figures = {
      p50Ms: quantile(times, 0.5),
      p99Ms: quantile(times, 0.99),
      maxMs: Math.max(...times),
      // Nobody who waits half as long as the upstream takes was served from the cache.
      blocked: times.filter((ms) => ms >= LATENCY_MS / 2).length,
      callsPerCycle: (upstream.calls - before) / (forMs / cycleMs),
    };
    await client.close?.();
    return [{ case: "", figures }];
  },
};
