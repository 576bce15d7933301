/**
 * When to refresh: the two windows before an expiry, and the pause after a failure.
 *
 * @module
 */
import { type Host, randomFraction } from "../host.ts";
import {
  LEAST_PAUSE_MS,
  LEAST_URGENT_PAUSE_MS,
  LONGEST_RETRY_AFTER_MS,
  MINUTE_MS,
  MOST_URGENT_PAUSE_MS,
} from "./limits.ts";

/** The two windows, as spans before the expiry. */
export interface RefreshWindows {
  /** From here on a refresh runs in the background while callers are served at once. Milliseconds before expiry. */
  readonly advisoryMs: number;
  /** From here on callers wait for the refresh. Milliseconds before expiry, at most half of `advisoryMs`. */
  readonly mandatoryMs: number;
}

/**
 * The default windows for credentials that live `lifetimeMs` from acquisition. Advisory: 5 minutes for lifetimes
 * up to 20 minutes, 15 up to 90, 60 above, and never more than a third of the lifetime. Mandatory: 1 minute, and
 * never more than a quarter of the advisory window. So 900 s gives 5 min and 1 min, and 60 s gives 20 s and 5 s.
 */
export function defaultWindows(lifetimeMs: number): RefreshWindows {
  const byLifetimeMs =
    (lifetimeMs <= 20 * MINUTE_MS ? 5 : lifetimeMs <= 90 * MINUTE_MS ? 15 : 60) * MINUTE_MS;
  const advisoryMs = Math.min(byLifetimeMs, lifetimeMs / 3);
  return { advisoryMs, mandatoryMs: Math.min(MINUTE_MS, advisoryMs / 4) };
}

/** How failures space out the next attempts while something valid is served. */
export interface Backoff {
  /** Longest pause after the first failure, in milliseconds, doubled by each further one. Default: 1,000. */
  readonly initialMs: number;
  /**
   * Longest pause ever, in milliseconds, unless the upstream asks for more. Default: 60,000. While nothing valid is left
   * the pause is 1,000 to 2,000 instead, or this if it is shorter.
   */
  readonly maxMs: number;
}

/** The pauses after one failure, with jitter. */
export interface Pauses {
  /** While something valid is served. */
  readonly patientMs: number;
  /** While nothing valid is left. */
  readonly urgentMs: number;
}

/**
 * The pauses after a failure that may pass by itself.
 *
 * @param failures how many there were before
 * @param retryAfterMs the pause that the upstream asks for; an error of a third party may hold any number
 */
export function backoffAfter(
  host: Host,
  { initialMs, maxMs }: Backoff,
  failures: number,
  retryAfterMs = 0,
): Pauses {
  const isAsked = retryAfterMs > 0 && retryAfterMs < Number.POSITIVE_INFINITY;
  const leastMs = Math.max(LEAST_PAUSE_MS, isAsked ? Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) : 0);
  const spreadMs = MOST_URGENT_PAUSE_MS - LEAST_URGENT_PAUSE_MS;
  return {
    patientMs: Math.max(leastMs, randomFraction(host) * Math.min(maxMs, initialMs * 2 ** failures)),
    urgentMs: Math.max(leastMs, Math.min(maxMs, LEAST_URGENT_PAUSE_MS + randomFraction(host) * spreadMs)),
  };
}
