/**
 * Handing out what the cache has.
 *
 * @module
 */
import { Credentials } from "../credentials.ts";
import { type AlicredError, UnavailableError } from "../errors.ts";
import { emit } from "../events.ts";
import { type CacheEntry, lifeLeftMs } from "./entry.ts";
import type { Outage } from "./outage.ts";
import type { CheckedPolicy } from "./policy.ts";

export interface Server {
  /** Hands out a valid snapshot, and tells listeners. */
  serve(entry: CacheEntry, remainingMs?: number): Credentials;
  /** Answers without a refresh: the valid snapshot, an expired one where the policy allows it, or the error. */
  serveOrThrow(
    minTtlMs: number,
    error: AlicredError | undefined,
    entry: CacheEntry | undefined,
    leftMs?: number,
  ): Credentials;
}

/** @param source the name of the source, for errors and events */
export function createServer(policy: CheckedPolicy, outage: Outage, source: string): Server {
  const { host, onEvent, staleIfErrorMs } = policy;
  const { clock } = host;

  function serve(entry: CacheEntry, remainingMs: number = lifeLeftMs(clock, entry)): Credentials {
    emit(onEvent, { type: "hit", source, remainingMs, depth: 0 });
    return entry.credentials;
  }

  return {
    serve,
    serveOrThrow(minTtlMs, error, entry, leftMs = entry ? lifeLeftMs(clock, entry) : 0) {
      if (!entry) throw error;
      if (leftMs > 0) {
        if (leftMs >= minTtlMs) return serve(entry);
        throw new UnavailableError(
          "MIN_TTL_UNAVAILABLE",
          `The credentials live ${Math.floor(leftMs / 1000)} s more, ${minTtlMs / 1000} s were asked for. ${error ? "Try again later." : "Ask for less."}`,
          { source, retryable: !!error?.retryable, ...(error && { cause: error }) },
        );
      }
      const expiredAgoMs = -leftMs;
      if (outage.isRefused || minTtlMs > 0 || staleIfErrorMs === 0 || expiredAgoMs > staleIfErrorMs)
        throw error;
      const stale = new Credentials(entry.credentials, { ...entry.credentials, expiredAgoMs });
      emit(onEvent, { type: "stale-serve", source, expiredAgoMs });
      return stale;
    },
  };
}

/** The error for a caller whose own time limit is over. */
export function waitTimeout(source: string, timeoutMs: number): UnavailableError {
  const message = `${source} did not answer within ${timeoutMs} ms. Try again later.`;
  return new UnavailableError("WAIT_TIMEOUT", message, { source });
}
