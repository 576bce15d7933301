import type { StatePart } from "./world/state.ts";

/** Limits the calls of each account by a token bucket. */
export interface Throttle {
  /** Takes one token; false when there is none left. */
  take(accountId: string, nowMs: number): boolean;
  /** Seconds until the next token. */
  retryAfterSeconds(accountId: string): number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

const MINUTE_MS = 60_000;

/**
 * Buckets hold one window's worth, a whole call at least, and refill evenly; those that are full again are let go.
 *
 * @param calls - in a window.
 * @param windowMs - default a minute.
 */
export function createThrottle(
  calls: number,
  windowMs: number = MINUTE_MS,
): { throttle: Throttle; state: StatePart } {
  let buckets = new Map<string, Bucket>();
  let sweptAtMs = Number.NEGATIVE_INFINITY;
  const perMs = calls / windowMs;
  const capacity = Math.max(1, calls);
  const fullAfterMs = capacity / perMs;

  function sweep(nowMs: number): void {
    if (Math.abs(nowMs - sweptAtMs) < MINUTE_MS) return;
    sweptAtMs = nowMs;
    for (const [id, { atMs }] of buckets) if (nowMs - atMs >= fullAfterMs) buckets.delete(id);
  }

  return {
    throttle: {
      take(accountId, nowMs) {
        sweep(nowMs);
        const bucket = buckets.get(accountId) ?? { tokens: capacity, atMs: nowMs };
        buckets.set(accountId, bucket);
        bucket.tokens = Math.min(capacity, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs);
        bucket.atMs = nowMs;
        if (bucket.tokens < 1) return false;
        bucket.tokens -= 1;
        return true;
      },
      retryAfterSeconds: (accountId) =>
        Math.max(1, Math.ceil((1 - (buckets.get(accountId)?.tokens ?? 1)) / perMs / 1000)),
    },
    state: {
      snapshot: () => ({ buckets: copy(buckets), sweptAtMs }),
      restore(saved) {
        const state = saved as { buckets: typeof buckets; sweptAtMs: number };
        buckets = copy(state.buckets);
        sweptAtMs = state.sweptAtMs;
      },
    },
  };
}

function copy(buckets: ReadonlyMap<string, Bucket>): Map<string, Bucket> {
  return new Map([...buckets].map(([id, bucket]) => [id, { ...bucket }]));
}
