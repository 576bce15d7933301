/**
 * One cached snapshot and how it ages.
 *
 * @module
 */
import type { Credentials } from "../credentials.ts";
import { InvalidAnswerError } from "../errors.ts";
import type { RefreshReason } from "../events.ts";
import { type Clock, type Host, randomFraction } from "../host.ts";
import type { ServerClock } from "../server-clock.ts";
import type { CallScope, Found } from "../source.ts";
import { ageMs, type Instant, instantOf, monotonicMs } from "../time.ts";
import { LEAST_RECHECK_MS, LONGEST_LIFE_MS } from "./limits.ts";
import { checkNumbers } from "./policy.ts";
import type { RefreshWindows } from "./windows.ts";

/** The parts of the call that an entry was acquired for, on which it depends besides the answer. */
export interface Acquisition {
  readonly scope: CallScope;
  readonly serverClock: ServerClock;
  /** The life that the credentials were asked to have, in milliseconds. */
  readonly minTtlMs: number;
}

/** Everything in it is an age since the acquisition, in milliseconds, so that no setting of a clock moves it. */
export interface CacheEntry {
  readonly credentials: Credentials;
  /** Whether it serves every call; else only those without an input. */
  readonly isForEveryCall: boolean;
  /** Whether it was asked to live longer: then its source has none that do. */
  readonly isLongest: boolean;
  /** Settled once, and handed to every caller: a hit allocates nothing. */
  readonly promise: Promise<Credentials>;
  readonly acquiredAt: Instant;
  /** The expiry: from then on it is not served as valid. `Infinity` for a long-lived key. */
  readonly lifetimeMs: number;
  readonly advisoryAfterMs: number;
  readonly mandatoryAfterMs: number;
  /** When the source wants to be asked again, whatever the expiry; `Infinity` if it has no preference. */
  readonly recheckAfterMs: number;
  /** When the next refresh is due: the advisory window, or the wish of the source. */
  readonly dueAfterMs: number;
  /** The millisecond of the wall clock in which both clocks were last read and no refresh was due. */
  freshAtMs: number;
  /** The age in that millisecond. */
  freshAgeMs: number;
}

/**
 * An entry for credentials acquired now. The advisory window opens at a random instant in its first half, so that
 * instances that started together do not refresh together.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_EXPIRED`
 * @throws {ConfigurationError} `INVALID_OPTION` for windows that are not numbers from 0 on
 */
export function cacheEntry(
  host: Host,
  source: string,
  answer: Found,
  { scope, serverClock, minTtlMs }: Acquisition,
  windows: (lifetimeMs: number) => RefreshWindows,
): CacheEntry {
  const { credentials, refreshAfterMs = Number.POSITIVE_INFINITY } = answer;
  const acquiredAt = instantOf(host.clock);
  const lifetimeMs = (credentials.expiresAtMs ?? Number.POSITIVE_INFINITY) - serverClock.expiryNow();
  if (lifetimeMs <= 0) {
    throw new InvalidAnswerError(
      "CREDENTIALS_EXPIRED",
      `${source} answered with credentials that expired ${-lifetimeMs / 1000} s ago. Check the clock.`,
    );
  }
  const { advisoryMs, mandatoryMs }: RefreshWindows = Object(windows(Math.min(lifetimeMs, LONGEST_LIFE_MS)));
  checkNumbers({ advisoryMs, mandatoryMs });
  const recheckAfterMs = Math.max(refreshAfterMs || 0, LEAST_RECHECK_MS);
  // A key that does not expire needs no chance: the first random bytes of a Node process take longer than all the rest.
  const chance = lifetimeMs < Number.POSITIVE_INFINITY ? randomFraction(host) : 0;
  const advisoryAfterMs = lifetimeMs - advisoryMs * (1 - chance / 2);
  return {
    credentials,
    isForEveryCall: scope.reach === 0,
    isLongest: lifetimeMs < minTtlMs,
    promise: Promise.resolve(credentials),
    acquiredAt,
    lifetimeMs,
    advisoryAfterMs,
    mandatoryAfterMs: lifetimeMs - mandatoryMs,
    recheckAfterMs,
    dueAfterMs: Math.min(advisoryAfterMs, recheckAfterMs),
    freshAtMs: Number.NaN,
    freshAgeMs: 0,
  };
}

/** Life left, in milliseconds; 0 or less: expired. */
export function lifeLeftMs(clock: Clock, { lifetimeMs, acquiredAt }: CacheEntry): number {
  return lifetimeMs - ageMs(clock, acquiredAt);
}

/**
 * Whether no refresh is due, for a reading of the wall clock. Both clocks are read once per millisecond; further hits in
 * the same millisecond rely on that.
 */
export function isFresh(clock: Clock, entry: CacheEntry, wallMs: number): boolean {
  if (wallMs === entry.freshAtMs) return true;
  const { acquiredAt } = entry;
  const agedMs = Math.max(wallMs - acquiredAt.wallMs, monotonicMs(clock) - acquiredAt.monotonicMs);
  if (agedMs >= entry.dueAfterMs) return false;
  entry.freshAtMs = wallMs;
  entry.freshAgeMs = agedMs;
  return true;
}

/** Why a call refreshes, in the event's word. */
export function reasonToRefresh(
  entry: CacheEntry | undefined,
  agedMs: number,
  isLongEnough: boolean,
): RefreshReason {
  if (!entry) return "cold";
  if (agedMs >= entry.lifetimeMs) return "expired";
  if (!isLongEnough) return "min-ttl";
  return agedMs < entry.mandatoryAfterMs ? "advisory" : "mandatory";
}
