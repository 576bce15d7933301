/**
 * What a resolver remembers: the latest snapshot, the latest failure, and the flight under way.
 *
 * @module
 */
import { ask, type ContextInit, createContext } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { withDeadline } from "../deadline.ts";
import { type AlicredError, NotConfiguredError, toAlicredError } from "../errors.ts";
import { emit, type RefreshReason } from "../events.ts";
import { randomFraction } from "../host.ts";
import { createServerClock } from "../server-clock.ts";
import { type Answer, type CredentialSource, failed, type ResolveContext } from "../source.ts";
import { describeEntries, type TraceEntry } from "../trace.ts";
import { type CacheEntry, cacheEntry } from "./entry.ts";
import { deadForMs, type Flight, startFlight } from "./flight.ts";
import type { RefreshPolicy } from "./policy.ts";
import { backoffMs, defaultWindows } from "./windows.ts";

/** A failed refresh, and until when its error stands for the next attempt. */
export interface Failure {
  readonly answer: Answer;
  readonly error: AlicredError;
  readonly untilMs: number;
  /** How many there were since the last success. */
  readonly count: number;
  /** Whether this failure, or one before it since the last success, will not pass by itself. */
  readonly refused: boolean;
}

export interface RefreshCache {
  entry: CacheEntry | undefined;
  failure: Failure | undefined;
  /** The flight under way, unless it is known to be dead. */
  flight(): Flight | undefined;
  /** Starts a flight. `parent` is the context of a resolution that this one is a part of. */
  refresh(reason: RefreshReason, parent?: ResolveContext): Flight;
  /** Asks the source for a trace, past the cache. */
  explain(signal: AbortSignal | undefined): Promise<TraceEntry>;
  /** Forgets the snapshot and ends the flight. */
  close(reason: AlicredError): void;
}

export function createRefreshCache(source: CredentialSource, policy: RefreshPolicy): RefreshCache {
  const {
    host,
    onEvent,
    windows = defaultWindows,
    refreshTimeoutMs = 20_000,
    backoff = { initialMs: 1_000, maxMs: 60_000 },
    negativeCacheMs = 30_000,
  } = policy;
  const { clock } = host;
  const { name } = source;
  const ownServerClock = createServerClock(clock);
  let current: Flight | undefined;
  // The latest snapshot, also after it was invalidated.
  let held: Credentials | undefined;

  const cache: RefreshCache = {
    entry: undefined,
    failure: undefined,
    flight() {
      const silentMs = current ? deadForMs(host, current) : 0;
      if (silentMs > 0) {
        current = undefined;
        emit(onEvent, { type: "take-over", source: name, silentMs });
      }
      return current;
    },
    refresh: (reason, parent) => startFlight(host, (flight) => fly(flight, reason, parent)),
    explain: async (signal) => (await acquire({ explaining: true }, signal)).trace,
    close(reason) {
      if (current !== undefined) {
        current.settled = true;
        // What another request started may not be touched where requests own it; it ends by itself.
        if (!host.requestScoped) current.controller.abort(reason);
      }
      current = undefined;
      cache.entry = undefined;
    },
  };
  return cache;

  function acquire(
    init: Partial<ContextInit>,
    parent: AbortSignal | undefined,
  ): Promise<{ answer: Answer; trace: TraceEntry }> {
    const work = async (signal: AbortSignal): Promise<{ answer: Answer; trace: TraceEntry }> => {
      const context = createContext({ host, serverClock: ownServerClock, onEvent, ...init, signal });
      const answer = await ask(context, source);
      // `ask` has noted the one source that was asked.
      return { answer, trace: context.notes.children[0] as TraceEntry };
    };
    return withDeadline(clock, refreshTimeoutMs, parent, work, name, name);
  }

  async function fly(flight: Flight, reason: RefreshReason, parent?: ResolveContext): Promise<void> {
    // Before anybody hears of it: a listener may call the resolver.
    current = flight;
    emit(onEvent, { type: "refresh-start", source: name, reason });
    const { serverClock = ownServerClock } = parent ?? {};
    let answer: Answer;
    let trace: TraceEntry | undefined;
    let entry: CacheEntry | undefined;
    try {
      ({ answer, trace } = await acquire({ serverClock, held }, flight.controller.signal));
      if (answer.outcome === "credentials")
        entry = cacheEntry(host, name, answer, serverClock.skewMs(), windows);
    } catch (thrown) {
      answer = failed(toAlicredError(thrown, name));
    }
    // One that was taken over and comes back late, or after the end, must not overwrite anything.
    if (current !== flight) return;
    current = undefined;
    const durationMs = clock.now() - flight.startedAtMs;
    if (entry !== undefined) {
      held = entry.credentials;
      cache.entry = entry;
      cache.failure = undefined;
      const { expiresAtMs } = held;
      emit(onEvent, { type: "refresh-success", source: name, durationMs, expiresAtMs });
      return;
    }
    const error = answer.outcome === "failed" ? answer.error : notConfiguredError(name, trace);
    const { code, retryable, retryAfterMs } = error;
    const count = (cache.failure?.count ?? 0) + 1;
    // What is not configured yet costs little to look for again, and is awaited by whoever configures it.
    const mayPass = retryable || error instanceof NotConfiguredError;
    const nextAttemptInMs = mayPass
      ? backoffMs(host, backoff, count, retryAfterMs)
      : negativeCacheMs * (1 + randomFraction(host) / 4);
    const untilMs = clock.now() + nextAttemptInMs;
    flight.error = error;
    cache.failure = { answer, error, untilMs, count, refused: !retryable || cache.failure?.refused === true };
    emit(onEvent, { type: "refresh-failure", source: name, durationMs, code, retryable, nextAttemptInMs });
  }
}

function notConfiguredError(source: string, trace: TraceEntry | undefined): AlicredError {
  const answers = trace?.children.length ? trace.children : [trace].filter((entry) => entry !== undefined);
  const message = `No credentials are configured. The sources answered, in order:\n${describeEntries(answers)}\nSet up one of them.`;
  return new NotConfiguredError("NOT_CONFIGURED", message, { source, answers });
}
