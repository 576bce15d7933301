/**
 * What can be set on a refresh cache and on one call to it.
 *
 * @module
 */
import { ConfigurationError } from "../errors.ts";
import type { EventListener } from "../events.ts";
import type { Host } from "../host.ts";
import { type Backoff, defaultWindows, type RefreshWindows } from "./windows.ts";

/**
 * The policy of a resolver, and of the caches of all hops below it. Numbers are 0 or more; those of `backoff` and
 * `negativeCacheMs` are finite.
 */
export interface RefreshPolicy {
  readonly host: Host;
  /** The windows for a lifetime in milliseconds. Default: `defaultWindows`. */
  readonly windows?: (lifetimeMs: number) => RefreshWindows;
  /** Limit of one refresh, including all its hops and retries. Default: 20,000. */
  readonly refreshTimeoutMs?: number;
  /**
   * How long callers in the mandatory window wait for a refresh before they are served the still valid snapshot.
   * Counted from the start of the refresh. Default: 5,000.
   */
  readonly mandatoryWaitMs?: number;
  /**
   * The pause after a failure that may pass by itself. Default: 1,000 up to 60,000, with full jitter; 1,000 to 2,000
   * while nothing valid is left.
   */
  readonly backoff?: Backoff;
  /** How long a permanent failure is remembered, at least, before the source is asked again. Default: 30,000. */
  readonly negativeCacheMs?: number;
  /**
   * How long after their expiry credentials may still be served, marked as `stale`, while the upstream cannot be
   * reached. Never after a refusal. Default: 0, never.
   */
  readonly staleIfErrorMs?: number;
  readonly onEvent?: EventListener;
}

/** For one call. None of it concerns other callers. */
export interface GetOptions {
  /** Ends this caller's wait. */
  readonly signal?: AbortSignal;
  /** Life that the credentials must still have, in milliseconds; those with less are refreshed first. Default: 0. */
  readonly minTtlMs?: number;
  /** Limit of this caller's wait, in milliseconds. Default: that of the refresh. */
  readonly timeoutMs?: number;
  /** This request's `waitUntil`, for a refresh that the call starts. Default: the host's. */
  readonly waitUntil?: (promise: Promise<unknown>) => void;
}

/** A policy with its defaults. */
export type CheckedPolicy = Required<Omit<RefreshPolicy, "onEvent">> & Pick<RefreshPolicy, "onEvent">;

/** @throws {ConfigurationError} `INVALID_OPTION` for a number out of its range. */
export function checkPolicy(policy: RefreshPolicy): CheckedPolicy {
  const {
    host,
    onEvent,
    windows = defaultWindows,
    refreshTimeoutMs = 20_000,
    mandatoryWaitMs = 5_000,
    backoff = { initialMs: 1_000, maxMs: 60_000 },
    negativeCacheMs = 30_000,
    staleIfErrorMs = 0,
  } = policy;
  checkNumbers({ refreshTimeoutMs, mandatoryWaitMs, staleIfErrorMs });
  const { initialMs, maxMs } = backoff;
  checkNumbers({ "backoff.initialMs": initialMs, "backoff.maxMs": maxMs, negativeCacheMs }, true);
  const checked = {
    host,
    windows,
    refreshTimeoutMs,
    mandatoryWaitMs,
    backoff,
    negativeCacheMs,
    staleIfErrorMs,
  };
  return onEvent ? { ...checked, onEvent } : checked;
}

/** @throws {ConfigurationError} `INVALID_OPTION` for an option that is not a number from 0 on, or not finite. */
export function checkNumbers(options: Readonly<Record<string, number>>, mustBeFinite = false): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "number" && value >= 0 && (!mustBeFinite || value < Number.POSITIVE_INFINITY))
      continue;
    const found = typeof value === "number" ? value : typeof value;
    throw new ConfigurationError(
      "INVALID_OPTION",
      `${name}: is ${found}. Give a ${mustBeFinite ? "finite " : ""}number of milliseconds from 0 on.`,
    );
  }
}
