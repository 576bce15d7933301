/**
 * What a resolver remembers: the latest snapshot, the latest failure, and the flight under way.
 *
 * @module
 */
import { askTraced, createContext } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { withDeadline } from "../deadline.ts";
import {
  type AlicredError,
  InvalidAnswerError,
  NotConfiguredError,
  toAlicredError,
  UnavailableError,
} from "../errors.ts";
import { emit, type RefreshReason } from "../events.ts";
import { randomFraction } from "../host.ts";
import type { ServerClock } from "../server-clock.ts";
import {
  type Answer,
  type CredentialSource,
  type Failed,
  type Found,
  failed,
  type NotConfigured,
  type ResolveContext,
} from "../source.ts";
import { describeEntries, type TraceEntry } from "../trace.ts";
import { type CacheEntry, cacheEntry } from "./entry.ts";
import { type Flight, isDead, startFlight } from "./flight.ts";
import type { CompletePolicy } from "./policy.ts";
import { backoffMs } from "./windows.ts";

/** A failed refresh, and until when its error stands for the next attempt. */
export interface Failure {
  readonly answer: NotConfigured | Failed;
  readonly error: AlicredError;
  readonly untilMs: number;
  /** Whether this failure, or one before it since the last success, will not pass by itself. */
  readonly refused: boolean;
}

export interface RefreshCache {
  entry: CacheEntry | undefined;
  /** The snapshot that was invalidated, until another takes its place. */
  rejected: Credentials | undefined;
  failure: Failure | undefined;
  /** The flight under way, unless it is known to be dead. */
  flight(): Flight | undefined;
  /** Starts a flight. `parent` is the context of a resolution that this one is a part of. */
  refresh(reason: RefreshReason, parent?: ResolveContext): Flight;
  /** Forgets everything and ends the flight. */
  clear(reason: AlicredError): void;
}

// A server may ask for a pause, but not put a client to sleep for a day.
const LONGEST_RETRY_AFTER_MS = 300_000;

export function createRefreshCache(
  source: CredentialSource,
  policy: CompletePolicy,
  ownServerClock: ServerClock,
): RefreshCache {
  const { host, onEvent } = policy;
  const { clock } = host;
  const { name } = source;
  let current: Flight | undefined;
  let flights = 0;
  let latestCommitted = 0;
  let failures = 0;

  const cache: RefreshCache = {
    entry: undefined,
    rejected: undefined,
    failure: undefined,
    flight() {
      if (current !== undefined && isDead(host, current)) {
        emit(onEvent, { type: "take-over", source: name, silentMs: clock.now() - current.lastSignMs });
        current = undefined;
      }
      return current;
    },
    refresh(reason, parent) {
      const serverClock = parent?.serverClock ?? ownServerClock;
      return startFlight(host, ++flights, async (signal, self) => {
        // Before anybody hears of it: a listener may call the resolver.
        current = self;
        emit(onEvent, { type: "refresh-start", source: name, reason });
        const { answer, entry } = await acquire(signal, serverClock);
        if (current === self) current = undefined;
        land(self, answer, entry, serverClock);
      });
    },
    clear(reason) {
      latestCommitted = Number.POSITIVE_INFINITY;
      if (current !== undefined) {
        current.settled = true;
        current.error = reason;
        // What another request started may not be touched where requests own it; it ends by itself.
        if (!host.requestScoped) current.abort(reason);
      }
      current = undefined;
      cache.entry = undefined;
      cache.rejected = undefined;
      cache.failure = undefined;
    },
  };
  return cache;

  async function acquire(
    signal: AbortSignal,
    serverClock: ServerClock,
  ): Promise<{ answer: Answer; entry: TraceEntry | undefined }> {
    const { refreshTimeoutMs } = policy;
    const held = cache.entry?.credentials ?? cache.rejected;
    const timeoutError = (): AlicredError =>
      new UnavailableError("UPSTREAM_TIMEOUT", `${name} gave no answer within ${refreshTimeoutMs} ms.`, {
        source: name,
      });
    try {
      return await withDeadline(
        clock,
        refreshTimeoutMs,
        signal,
        (flightSignal) =>
          askTraced(createContext({ host, signal: flightSignal, serverClock, onEvent, held }), source),
        timeoutError,
      );
    } catch (thrown) {
      return { answer: failed(toAlicredError(thrown, name)), entry: undefined };
    }
  }

  function land(
    flight: Flight,
    answer: Answer,
    trace: TraceEntry | undefined,
    serverClock: ServerClock,
  ): void {
    // One that was taken over and comes back late, or after the end, must not overwrite anything.
    if (flight.number < latestCommitted) return;
    if (answer.outcome === "credentials") commit(flight, answer, serverClock);
    else reject(flight, answer, answer.outcome === "failed" ? answer.error : notConfiguredError(name, trace));
  }

  function commit(flight: Flight, answer: Found, serverClock: ServerClock): void {
    let entry: CacheEntry;
    try {
      entry = cacheEntry(host, answer, serverClock.skewMs(), policy.windows);
      if (entry.expiresAtMs <= clock.now()) throw expiredAnswer(name, -entry.lifetimeMs);
    } catch (thrown) {
      // The policy's own windows may throw too.
      const error = toAlicredError(thrown, name);
      reject(flight, failed(error), error);
      return;
    }
    latestCommitted = flight.number;
    failures = 0;
    cache.entry = entry;
    cache.rejected = undefined;
    cache.failure = undefined;
    const durationMs = clock.now() - flight.startedAtMs;
    const { expiresAtMs } = entry.credentials;
    emit(onEvent, { type: "refresh-success", source: name, durationMs, expiresAtMs });
  }

  function reject(flight: Flight, answer: NotConfigured | Failed, error: AlicredError): void {
    const nextAttemptInMs = pauseAfter(error, ++failures);
    flight.error = error;
    const { code, retryable } = error;
    const refused = !retryable || cache.failure?.refused === true;
    cache.failure = { answer, error, untilMs: clock.now() + nextAttemptInMs, refused };
    const durationMs = clock.now() - flight.startedAtMs;
    emit(onEvent, { type: "refresh-failure", source: name, durationMs, code, retryable, nextAttemptInMs });
  }

  function pauseAfter(error: AlicredError, count: number): number {
    const { backoff, negativeCacheMs } = policy;
    // What is not configured yet costs little to look for again, and is awaited by whoever configures it.
    if (!error.retryable && !(error instanceof NotConfiguredError))
      return negativeCacheMs * (1 + randomFraction(host) / 4);
    return Math.max(
      backoffMs(host, backoff, count),
      Math.min(error.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS),
    );
  }
}

function expiredAnswer(source: string, agoMs: number): AlicredError {
  const message = `${source} answered with credentials that expired ${Math.ceil(agoMs / 1000)} s ago. Check the service that issues them, and this machine's clock.`;
  return new InvalidAnswerError("CREDENTIALS_EXPIRED", message, { source });
}

function notConfiguredError(source: string, trace: TraceEntry | undefined): AlicredError {
  const answers =
    trace === undefined || trace.children.length === 0
      ? [trace].filter((entry) => entry !== undefined)
      : trace.children;
  return new NotConfiguredError(
    "NOT_CONFIGURED",
    `No credentials are configured. These sources were asked, in order:\n${describeEntries(answers)}\nSet up one of them.`,
    { source, answers },
  );
}
