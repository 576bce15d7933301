/**
 * The issuer's time, learnt from the `Date` header of its replies.
 *
 * @module
 */
import type { Clock } from "./host.ts";

/** A clock that follows the issuer's when the local one is off. */
export interface ServerClock {
  /** The issuer's time in epoch milliseconds. */
  now(): number;
  /** The issuer's time minus the local time, in milliseconds; 0 as long as no reply contradicts the local clock. */
  skewMs(): number;
  /** Learns from a reply's `Date` header, given the local times at which the request left and the reply came. */
  observe(date: string | null, sentAtMs: number, receivedAtMs: number): void;
}

/** The header names whole seconds (RFC 9110, section 5.6.7). */
export const DATE_RESOLUTION_MS = 1000;

/** A server clock above a local one. */
export function createServerClock(clock: Clock): ServerClock {
  let skewMs = 0;
  return {
    now: () => clock.now() + skewMs,
    skewMs: () => skewMs,
    observe(date, sentAtMs, receivedAtMs) {
      const serverMs = Date.parse(date ?? "");
      if (Number.isNaN(serverMs)) return;
      // The true skew lies between these two. What is believed already stays while it is possible; else the
      // upper bound, by which credentials expire a little too early rather than too late.
      const least = serverMs - receivedAtMs;
      const most = serverMs + DATE_RESOLUTION_MS - sentAtMs;
      if (skewMs < least || skewMs > most) skewMs = least <= 0 && most >= 0 ? 0 : most;
    },
  };
}
