/**
 * The numbers of the refresh cache that no option changes, in milliseconds.
 *
 * @module
 */

export const MINUTE_MS = 60_000;

/** Heartbeat interval of a refresh that dies with its request, so that the others notice soon. */
export const HEARTBEAT_MS = 250;
export const SILENCE_MEANS_DEATH_MS = 1_000;

/** Heartbeat interval of any other refresh, which only needs to notice that the process stood still. */
export const SLOW_HEARTBEAT_MS = 1_000;
/** A heartbeat later than this shows that time limits may have run out while nothing could be received. */
export const STANDSTILL_MS = 5_000;
/** Shorter than that of a request, so that the refresh is started anew before its requests are repeated. */
export const STANDSTILL_GRACE_MS = 50;

/** How often a waiter in another request looks at a refresh. */
export const WATCH_LEAST_MS = 10;
export const WATCH_MOST_MS = 250;

/** How many refreshes may die with their request in one advisory window, before the mandatory one is waited for. */
export const MOST_DEATHS = 2;

/** Cap for `windows`: Infinity minus Infinity would be NaN. The longest time that a `Date` can hold. */
export const LONGEST_LIFE_MS = 8.64e15;

/** A source that wants to be asked again at once must not turn every call into a refresh. */
export const LEAST_RECHECK_MS = 1_000;

/** The shortest pause after a failure, because full jitter may draw 0. */
export const LEAST_PAUSE_MS = 100;

/** The pause after a failure while nothing valid is left: at least, and at most. */
export const LEAST_URGENT_PAUSE_MS = 1_000;
export const MOST_URGENT_PAUSE_MS = 2_000;

/** A server may ask for a pause, but may not put a client to sleep for a day. */
export const LONGEST_RETRY_AFTER_MS = 300_000;
