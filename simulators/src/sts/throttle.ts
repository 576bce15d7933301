import type { StatePart } from "../world/state.ts";

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

/** Buckets hold one minute's worth and refill evenly. */
export function createThrottle(perMinute: number): { throttle: Throttle; state: StatePart } {
  let buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;
  return {
    throttle: {
      take(accountId, nowMs) {
        const bucket = buckets.get(accountId) ?? { tokens: perMinute, atMs: nowMs };
        buckets.set(accountId, bucket);
        bucket.tokens = Math.min(perMinute, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs);
        bucket.atMs = nowMs;
        if (bucket.tokens < 1) return false;
        bucket.tokens -= 1;
        return true;
      },
      retryAfterSeconds: (accountId) =>
        Math.max(1, Math.ceil((1 - (buckets.get(accountId)?.tokens ?? 1)) / perMs / 1000)),
    },
    state: {
      snapshot: () => [...buckets].map(([id, bucket]) => [id, { ...bucket }]),
      restore(saved) {
        buckets = new Map((saved as [string, Bucket][]).map(([id, bucket]) => [id, { ...bucket }]));
      },
    },
  };
}
