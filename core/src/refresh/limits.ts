/**
 * The numbers of the refresh cache that no option changes, in milliseconds.
 *
 * @module
 */

export const MINUTE_MS = 60_000;

/** How often a flight that dies with its request shows that it is alive. */
export const HEARTBEAT_MS = 250;
export const SILENCE_MEANS_DEATH_MS = 1_000;

/** How often a waiter in another request looks at a flight. */
export const WATCH_LEAST_MS = 10;
export const WATCH_MOST_MS = 250;

/** Infinity has no third; this is the longest time that a `Date` can hold. */
export const LONGEST_LIFE_MS = 8.64e15;

/** A source that wants to be asked again at once must not turn every call into a refresh. */
export const LEAST_RECHECK_MS = 1_000;

/** Whatever the random number, a failure is never followed by another attempt at once. */
export const LEAST_PAUSE_MS = 100;

/** A server may ask for a pause, but may not put a client to sleep for a day. */
export const LONGEST_RETRY_AFTER_MS = 300_000;
