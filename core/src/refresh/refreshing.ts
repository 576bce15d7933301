/**
 * `refreshing`: the refresh cache around a source, which an application holds as its resolver.
 *
 * @module
 */
import { ask, type ContextInit, createContext } from "../context.ts";
import { Credentials } from "../credentials.ts";
import { withDeadline } from "../deadline.ts";
import { AlicredError, NotConfiguredError, toAlicredError, UnavailableError } from "../errors.ts";
import { emit, type RefreshReason } from "../events.ts";
import { FOREVER_MS, randomFraction } from "../host.ts";
import { createServerClock } from "../server-clock.ts";
import {
  type Answer,
  type CredentialSource,
  found,
  type NotConfigured,
  type ResolveContext,
} from "../source.ts";
import { describeAnswers, type TraceEntry } from "../trace.ts";
import { type CacheEntry, cacheEntry } from "./entry.ts";
import { type Flight, follow, startFlight } from "./flight.ts";
import { SILENCE_MEANS_DEATH_MS } from "./limits.ts";
import type { GetOptions, RefreshPolicy } from "./policy.ts";
import type { Resolver } from "./resolver.ts";
import { backoffMs, defaultWindows } from "./windows.ts";

/**
 * Puts a refresh cache around a source.
 *
 * A caller gets the cached snapshot at once as long as it is fresh. In the advisory window it still does, while one
 * refresh runs behind. In the mandatory window it waits for that refresh, unless the upstream is known to fail or
 * takes too long, and gets the valid snapshot then. Without a valid snapshot it waits or gets the error. Concurrent
 * callers share one refresh, and the end of one caller's wait never ends the refresh of the others.
 */
export function refreshing(source: CredentialSource, policy: RefreshPolicy): Resolver {
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
  const { clock } = host;
  const { name } = source;
  const ownServerClock = createServerClock(clock);
  let entry: CacheEntry | undefined;
  // The latest snapshot, also after it was invalidated.
  let held: Credentials | undefined;
  // The flight under way.
  let current: Flight | undefined;
  let failure: Failure | undefined;
  // Of the failures since the latest success: how many there were, and whether one of them will not pass by itself.
  let failures = 0;
  let refused = false;
  let closed = false;

  function get(options?: GetOptions): Promise<Credentials> {
    // The hot path: no allocation, one reading of the clock.
    if (entry && !options && clock.now() < entry.advisoryAtMs) {
      if (onEvent) serve(entry);
      return entry.promise;
    }
    return acquire(options);
  }

  /** `asked` is the options of a call, or the context of a resolution that this one is a part of. */
  async function acquire(asked: GetOptions & Partial<ResolveContext> = {}): Promise<Credentials> {
    const { signal, minTtlMs = 0, timeoutMs = FOREVER_MS } = asked;
    const deadlineMs = clock.now() + timeoutMs;
    let refreshed = false;
    for (;;) {
      signal?.throwIfAborted();
      const nowMs = clock.now();
      let reason: RefreshReason = entry ? "expired" : "cold";
      let enough = false;
      let early = false;
      if (entry && nowMs < entry.expiresAtMs) {
        const lives = entry.expiresAtMs - nowMs >= minTtlMs;
        // A resolver around this one that asks again although it holds this very key wants another.
        enough = lives && (refreshed || entry.credentials.accessKeySecret !== asked.held?.accessKeySecret);
        if (refreshed || (nowMs < entry.advisoryAtMs && (enough || entry.lifetimeMs < minTtlMs)))
          return fallBack(minTtlMs);
        early = nowMs < entry.mandatoryAtMs;
        reason = !lives ? "min-ttl" : early ? "advisory" : "mandatory";
      }

      const silentMs = current ? nowMs - current.lastSignMs : 0;
      if (host.requestScoped && silentMs > SILENCE_MEANS_DEATH_MS) {
        current = undefined;
        emit(onEvent, { type: "take-over", source: name, silentMs });
      }
      if (!current && failure && nowMs < failure.untilMs) return fallBack(minTtlMs, failure.error);
      let flight = current;
      const own = !flight;
      if (!flight) {
        flight = startFlight(host, (started) => fly(started, reason, asked.serverClock));
        (asked.waitUntil ?? asked.host?.waitUntil ?? host.waitUntil)?.(flight.landed);
      }
      const patienceEndsAtMs = flight.startedAtMs + mandatoryWaitMs;
      if (enough && (early || failure || nowMs >= patienceEndsAtMs)) return fallBack(minTtlMs);

      await follow(host, flight, own, enough ? Math.min(patienceEndsAtMs, deadlineMs) : deadlineMs, signal);
      refreshed = flight.settled;
      if (flight.error) return fallBack(minTtlMs, flight.error);
      if (!refreshed && clock.now() >= deadlineMs) {
        return fallBack(
          minTtlMs,
          new UnavailableError(
            "WAIT_TIMEOUT",
            `${name} did not answer within ${timeoutMs} ms. Try again later.`,
            { source: name },
          ),
        );
      }
    }
  }

  function serve(served: CacheEntry): Credentials {
    emit(onEvent, { type: "hit", source: name, remainingMs: served.expiresAtMs - clock.now() });
    return served.credentials;
  }

  /** What there is without a refresh: the snapshot while it lives, a stale one where that is allowed, or the error. */
  function fallBack(minTtlMs: number, error?: AlicredError): Credentials {
    if (!entry) throw error;
    const expiredAgoMs = clock.now() - entry.expiresAtMs;
    if (expiredAgoMs < 0) {
      if (-expiredAgoMs >= minTtlMs) return serve(entry);
      throw new UnavailableError(
        "MIN_TTL_UNAVAILABLE",
        `The credentials live ${-expiredAgoMs / 1000} s more, ${minTtlMs / 1000} s were asked for. ${error ? "Try again later." : "Ask for less."}`,
        {
          source: name,
          retryable: !!error?.retryable,
          ...(error && { cause: error }),
        },
      );
    }
    if (refused || minTtlMs > 0 || staleIfErrorMs === 0 || expiredAgoMs > staleIfErrorMs) throw error;
    emit(onEvent, { type: "stale-serve", source: name, expiredAgoMs });
    return new Credentials(entry.credentials, { ...entry.credentials, expiredAgoMs });
  }

  async function fly(flight: Flight, reason: RefreshReason, serverClock = ownServerClock): Promise<void> {
    // Before anybody hears of it: a listener may call the resolver.
    current = flight;
    emit(onEvent, { type: "refresh-start", source: name, reason });
    let outcome: CacheEntry | AlicredError;
    let answer: NotConfigured | undefined;
    try {
      const [answered, trace] = await askWithin({ serverClock, held }, flight.controller.signal);
      if (answered.outcome === "credentials") {
        outcome = cacheEntry(host, name, answered, serverClock.skewMs(), windows);
      } else if (answered.outcome === "failed") {
        outcome = answered.error;
      } else {
        answer = answered;
        outcome = notConfiguredError(name, trace);
      }
    } catch (thrown) {
      outcome = toAlicredError(thrown, name);
    }
    // One that was taken over and comes back late, or after the end, must not overwrite anything.
    if (current !== flight) return;
    current = undefined;
    const durationMs = clock.now() - flight.startedAtMs;
    if (outcome instanceof AlicredError) {
      const { code, retryable } = outcome;
      refused ||= !retryable;
      // What is not configured yet costs little to look for again, and is awaited by whoever configures it.
      const nextAttemptInMs =
        retryable || outcome instanceof NotConfiguredError
          ? backoffMs(host, backoff, failures++, outcome.retryAfterMs)
          : negativeCacheMs * (1 + randomFraction(host) / 4);
      flight.error = outcome;
      failure = { answer, error: outcome, untilMs: clock.now() + nextAttemptInMs };
      emit(onEvent, { type: "refresh-failure", source: name, durationMs, code, retryable, nextAttemptInMs });
    } else {
      entry = outcome;
      held = outcome.credentials;
      failure = undefined;
      failures = 0;
      refused = false;
      emit(onEvent, {
        type: "refresh-success",
        source: name,
        durationMs,
        expiresAtMs: outcome.credentials.expiresAtMs,
      });
    }
  }

  function askWithin(
    init: Partial<ContextInit>,
    parent: AbortSignal | undefined,
  ): Promise<[Answer, TraceEntry]> {
    const work = async (signal: AbortSignal): Promise<[Answer, TraceEntry]> => {
      const context = createContext({ host, serverClock: ownServerClock, onEvent, ...init, signal });
      // `ask` notes the one source that it asks.
      return [await ask(context, source), context.notes.children[0] as TraceEntry];
    };
    return withDeadline(clock, refreshTimeoutMs, parent, work, name, name);
  }

  return {
    name,
    transparent: true,
    get,
    peek: () => (entry && clock.now() < entry.expiresAtMs ? entry.credentials : undefined),
    invalidate(rejected = held) {
      if (!entry || rejected !== held) return;
      entry = undefined;
      emit(onEvent, { type: "invalidate", source: name });
    },
    explain: async ({ signal } = {}) => (await askWithin({ explaining: true }, signal))[1],
    close() {
      if (closed) return;
      closed = true;
      const error = new AlicredError("RESOLVER_CLOSED", "The resolver is closed. Make a new one.", {
        source: name,
      });
      failure = { error, untilMs: FOREVER_MS };
      entry = undefined;
      if (current) {
        current.settled = true;
        // What another request started may not be touched where requests own it; it ends by itself.
        if (!host.requestScoped) current.controller.abort(error);
      }
      current = undefined;
      emit(onEvent, { type: "close", source: name });
    },
    async resolve(context) {
      if (context.explaining) return ask(context, source);
      try {
        const credentials = await acquire(context);
        return found(credentials, (entry?.recheckAtMs ?? 0) - clock.now());
      } catch (thrown) {
        // That nothing is configured is an answer too.
        if (failure?.answer && failure.error === thrown) return failure.answer;
        throw thrown;
      }
    },
  };
}

/** A failed refresh, and until when its error stands for the next attempt. */
interface Failure {
  /** The answer of a source that is not configured. */
  readonly answer?: NotConfigured | undefined;
  readonly error: AlicredError;
  readonly untilMs: number;
}

function notConfiguredError(source: string, trace: TraceEntry): AlicredError {
  const answers = trace.children.length ? trace.children : [trace];
  return new NotConfiguredError(
    "NOT_CONFIGURED",
    `No credentials are configured. ${describeAnswers(answers)}\nSet up one of them.`,
    { source, answers },
  );
}
