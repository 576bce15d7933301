/**
 * The issuer's time, learnt from the `Date` header of its replies.
 *
 * @module
 */
import { type Clock, FOREVER_MS } from "./host.ts";

/** A clock that follows the issuer's when the local one is off. */
export interface ServerClock {
  /** The issuer's time in epoch milliseconds; never behind it, and ahead of it by at most a second or so. */
  now(): number;
  /** `now()` minus the local time, in milliseconds; 0 until a reply has been observed. */
  skewMs(): number;
  /** Learns from a reply's `Date` header, given the local times when the request left and the reply arrived. */
  observe(date: string | null, sentAtMs: number, receivedAtMs: number): void;
}

/** A server clock on top of a local one. */
export function createServerClock(clock: Clock): ServerClock {
  // The true skew lies between these two. The upper bound is used, so that credentials expire a little too early
  // rather than too late.
  let mostMs = FOREVER_MS;
  let leastMs = -FOREVER_MS;
  const skewMs = (): number => (mostMs < FOREVER_MS ? mostMs : 0);
  return {
    now: () => clock.now() + skewMs(),
    skewMs,
    observe(date, sentAtMs, receivedAtMs) {
      const serverMs = Date.parse(date ?? "");
      if (!serverMs) return;
      const atLeastMs = serverMs - receivedAtMs;
      // The header names whole seconds (RFC 9110, section 5.6.7).
      const atMostMs = serverMs + 1000 - sentAtMs;
      // A contradiction means that a clock was set meanwhile: what was known before no longer holds.
      const isContradiction = atLeastMs > mostMs || atMostMs < leastMs;
      leastMs = isContradiction ? atLeastMs : Math.max(leastMs, atLeastMs);
      mostMs = isContradiction ? atMostMs : Math.min(mostMs, atMostMs);
    },
  };
}
