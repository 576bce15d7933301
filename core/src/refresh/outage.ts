/**
 * Remembers failed refreshes, and how long the source is left alone after them.
 *
 * @module
 */
import { type AlicredError, NotConfiguredError } from "../errors.ts";
import { type Host, randomFraction } from "../host.ts";
import { monotonicMs } from "../time.ts";
import { type Backoff, backoffAfter, type Pauses } from "./windows.ts";

export interface Outage {
  /** The latest failure, until a refresh succeeds. */
  readonly error: AlicredError | undefined;
  /** Whether a refresh failed in a way that will not pass by itself, such as a refusal. */
  readonly isRefused: boolean;
  /**
   * Whether the source is still left alone.
   *
   * @param isLive whether something valid is served meanwhile: then the pause is longer.
   */
  isPausing(isLive: boolean): boolean;
  /** Notes a failure. @returns the pause after it, in milliseconds. */
  note(error: AlicredError, isLive: boolean): number;
  /** Nothing is asked any more. */
  end(error: AlicredError): void;
  clear(): void;
}

/** @param isHop whether another cache asks this one, and paces it */
export function createOutage(host: Host, backoff: Backoff, negativeCacheMs: number, isHop: boolean): Outage {
  let error: AlicredError | undefined;
  let isRefused = false;
  let failures = 0;
  let patientAtMs = 0;
  let urgentAtMs = 0;
  const pausesAfter = ({ retryable, retryAfterMs }: AlicredError, isUnconfigured: boolean): Pauses => {
    if (isHop) return { patientMs: 0, urgentMs: 0 };
    // Looking for a configuration again costs little, and the user who has just added it is waiting.
    if (retryable || isUnconfigured) return backoffAfter(host, backoff, failures++, retryAfterMs);
    const pauseMs = negativeCacheMs * (1 + randomFraction(host) / 4);
    return { patientMs: pauseMs, urgentMs: pauseMs };
  };
  return {
    get error() {
      return error;
    },
    get isRefused() {
      return isRefused;
    },
    isPausing: (isLive) =>
      error !== undefined && monotonicMs(host.clock) < (isLive ? patientAtMs : urgentAtMs),
    note(latest, isLive) {
      error = latest;
      isRefused ||= !latest.retryable;
      const { patientMs, urgentMs } = pausesAfter(latest, latest instanceof NotConfiguredError);
      const nowMs = monotonicMs(host.clock);
      patientAtMs = nowMs + patientMs;
      urgentAtMs = nowMs + urgentMs;
      return isLive ? patientMs : urgentMs;
    },
    end(last) {
      error = last;
      patientAtMs = Number.POSITIVE_INFINITY;
      urgentAtMs = Number.POSITIVE_INFINITY;
    },
    clear() {
      error = undefined;
      isRefused = false;
      failures = 0;
    },
  };
}
