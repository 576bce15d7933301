/**
 * One cached snapshot and the instants, by the local clock, that matter to it.
 *
 * @module
 */
import type { Credentials } from "../credentials.ts";
import { type Host, randomFraction } from "../host.ts";
import type { Found } from "../source.ts";
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
  /** The expiry: not served from here on. */
  readonly expiresAtMs: number;
}

// A source that wants to be asked again at once must not turn every call into a refresh.
const LEAST_RECHECK_MS = 1_000;

/**
 * An entry for credentials acquired now. The advisory window opens at a random instant of its first half, so that
 * many instances that started together do not refresh together.
 *
 * @param skewMs the issuer's time minus the local time
 */
export function cacheEntry(
  host: Host,
  { credentials, refreshAfterMs = Number.POSITIVE_INFINITY }: Found,
  skewMs: number,
  windows: (lifetimeMs: number) => RefreshWindows,
): CacheEntry {
  const nowMs = host.clock.now();
  const expiresAtMs = (credentials.expiresAtMs ?? Number.POSITIVE_INFINITY) - skewMs;
  const lifetimeMs = expiresAtMs - nowMs;
  const forEver = lifetimeMs === Number.POSITIVE_INFINITY;
  const { advisoryMs, mandatoryMs } = forEver ? { advisoryMs: 0, mandatoryMs: 0 } : windows(lifetimeMs);
  const recheckAtMs = nowMs + Math.max(refreshAfterMs || 0, LEAST_RECHECK_MS);
  const jitterMs = (randomFraction(host) * advisoryMs) / 2;
  return {
    credentials,
    promise: Promise.resolve(credentials),
    lifetimeMs,
    recheckAtMs,
    advisoryAtMs: Math.min(expiresAtMs - advisoryMs + jitterMs, recheckAtMs),
    mandatoryAtMs: expiresAtMs - mandatoryMs,
    expiresAtMs,
  };
}
