/**
 * The options of a refresh cache and of one call to it.
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
  /** Passed to sources as `context.input`, such as the request that is served. Default: `undefined`. */
  readonly input?: unknown;
}

/** A policy with its defaults. */
export type CheckedPolicy = Required<Omit<RefreshPolicy, "onEvent">> &
  Readonly<Record<"onEvent", EventListener | undefined>>;

/** @throws {ConfigurationError} `INVALID_OPTION` for a number out of its range. */
export function checkPolicy({
  host,
  onEvent,
  windows = defaultWindows,
  refreshTimeoutMs = 20_000,
  mandatoryWaitMs = 5_000,
  backoff = { initialMs: 1_000, maxMs: 60_000 },
  negativeCacheMs = 30_000,
  staleIfErrorMs = 0,
}: RefreshPolicy): CheckedPolicy {
  const limits = { refreshTimeoutMs, mandatoryWaitMs, staleIfErrorMs };
  const { initialMs, maxMs }: Backoff = Object(backoff);
  checkNumbers(limits);
  checkNumbers({ initialMs, maxMs, negativeCacheMs }, Number.MAX_VALUE);
  const listener = host.listener?.(onEvent) ?? onEvent;
  return { host, onEvent: listener, windows, backoff, negativeCacheMs, ...limits };
}

/** @throws {ConfigurationError} `INVALID_OPTION` for an option that is not a number from 0 to `mostMs`. */
export function checkNumbers(
  options: Readonly<Record<string, number>>,
  mostMs: number = Number.POSITIVE_INFINITY,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "number" && value >= 0 && value <= mostMs) continue;
    throw new ConfigurationError(
      "INVALID_OPTION",
      `${name}: is not a finite number of milliseconds from 0 on.`,
    );
  }
}
