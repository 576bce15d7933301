/**
 * One cached snapshot and its relevant instants, by the local clock.
 *
 * @module
 */
import type { Credentials } from "../credentials.ts";
import { InvalidAnswerError } from "../errors.ts";
import { FOREVER_MS, type Host, randomFraction } from "../host.ts";
import type { Found } from "../source.ts";
import { LEAST_RECHECK_MS, LONGEST_LIFE_MS } from "./limits.ts";
import type { RefreshWindows } from "./windows.ts";

export interface CacheEntry {
  readonly credentials: Credentials;
  /** Settled once, and handed to every caller: a hit allocates nothing. */
  readonly promise: Promise<Credentials>;
  /** Remaining life at acquisition; `Infinity` for a long-lived key. */
  readonly lifetimeMs: number;
  /** When the source wants to be asked again, whatever the expiry; `Infinity` when it does not mind. */
  readonly recheckAtMs: number;
  readonly advisoryAtMs: number;
  readonly mandatoryAtMs: number;
  /** The expiry: from then on it is not served as valid. */
  readonly expiresAtMs: number;
}

/**
 * An entry for credentials acquired now. The advisory window opens at a random instant in its first half, so that
 * instances that started together do not refresh together.
 *
 * @param skewMs the issuer's time minus the local time
 * @throws {InvalidAnswerError} `CREDENTIALS_EXPIRED`
 */
export function cacheEntry(
  host: Host,
  source: string,
  answer: Found,
  skewMs: number,
  windows: (lifetimeMs: number) => RefreshWindows,
): CacheEntry {
  const { credentials, refreshAfterMs = FOREVER_MS } = answer;
  const nowMs = host.clock.now();
  const expiresAtMs = (credentials.expiresAtMs ?? FOREVER_MS) - skewMs;
  const lifetimeMs = expiresAtMs - nowMs;
  if (lifetimeMs <= 0) {
    throw new InvalidAnswerError(
      "CREDENTIALS_EXPIRED",
      `${source} answered with credentials that expired ${-lifetimeMs / 1000} s ago. Check the clock.`,
    );
  }
  const { advisoryMs, mandatoryMs } = windows(Math.min(lifetimeMs, LONGEST_LIFE_MS));
  const recheckAtMs = nowMs + Math.max(refreshAfterMs || 0, LEAST_RECHECK_MS);
  return {
    credentials,
    promise: Promise.resolve(credentials),
    lifetimeMs,
    recheckAtMs,
    advisoryAtMs: Math.min(expiresAtMs - advisoryMs * (1 - randomFraction(host) / 2), recheckAtMs),
    mandatoryAtMs: expiresAtMs - mandatoryMs,
    expiresAtMs,
  };
}
