/**
 * Time on two clocks: the wall's, which may be set, and one that only goes forward.
 *
 * @module
 */
import type { Clock } from "./host.ts";

/** Both clocks, read together. */
export interface Instant {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** A reading for spans, such as back-offs and deadlines, which no setting of the wall clock changes. Milliseconds. */
export function monotonicMs(clock: Clock): number {
  return clock.monotonic?.() ?? clock.now();
}

export function instantOf(clock: Clock): Instant {
  return { wallMs: clock.now(), monotonicMs: monotonicMs(clock) };
}

/**
 * The time since an instant, in milliseconds, by whichever clock counted more of it. A wall clock that is set back counts
 * too little, and a monotonic one stands still while some machines sleep. A wall clock that is set forward counts too
 * much, which costs a refresh, but never serves anything expired.
 */
export function ageMs(clock: Clock, since: Instant): number {
  return Math.max(clock.now() - since.wallMs, monotonicMs(clock) - since.monotonicMs);
}
