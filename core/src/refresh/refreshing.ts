/**
 * `refreshing`: the refresh cache around a source, which an application holds as its resolver.
 *
 * @module
 */
import { ask, type ContextInit, createContext } from "../context.ts";
import { Credentials } from "../credentials.ts";
import { withDeadline } from "../deadline.ts";
import { AlicredError, NotConfiguredError, UnavailableError } from "../errors.ts";
import { emit, type RefreshReason } from "../events.ts";
import { toAlicredError } from "../foreign-error.ts";
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
 * A caller gets the cached snapshot at once while it is fresh. In the advisory window it still does, while one
 * refresh runs in the background. In the mandatory window it waits for that refresh, and gets the still valid snapshot
 * when the upstream is known to fail or takes too long. Without a valid snapshot it waits, or gets the error.
 * Concurrent callers share one refresh, and no caller that stops waiting ends the refresh of the others.
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

  /** The cached snapshot, until a refresh replaces it or `invalidate` drops it. */
  let entry: CacheEntry | undefined;
  /** The latest snapshot, even after it was dropped: what a service may report as rejected. */
  let held: Credentials | undefined;
  /** The refresh under way; there is never more than one. */
  let flight: Flight | undefined;
  /** The latest failure, until a refresh succeeds. */
  let failure: AlicredError | undefined;
  /** When the source may be asked again after the latest failure. */
  let nextAttemptAtMs = 0;
  /** How many refreshes have failed since one succeeded. */
  let failures = 0;
  /** Whether one of them failed in a way that will not pass by itself, such as a refusal. */
  let isRefused = false;
  let isClosed = false;
  /** The answers of a source that is not configured, keyed by the errors that callers of `get` got for them. */
  const unconfigured = new WeakMap<object, NotConfigured>();

  /** Every path but the hot one. Each round looks at the state again, and answers the call or waits for a refresh. */
  async function acquire(asked: Asked = {}): Promise<Credentials> {
    const { signal, minTtlMs = 0, timeoutMs = FOREVER_MS } = asked;
    const deadlineMs = clock.now() + timeoutMs;
    let isRefreshed = false;
    for (;;) {
      signal?.throwIfAborted();
      const nowMs = clock.now();
      // The snapshot of this round: an event listener may drop the entry meanwhile.
      const cached = entry;
      const isLive = cached !== undefined && nowMs < cached.expiresAtMs;
      const isLongEnough = isLive && cached.expiresAtMs - nowMs >= minTtlMs;
      // An outer resolver that asks again although it holds this very key wants a different one.
      const isWanted = cached?.credentials.accessKeySecret !== asked.held?.accessKeySecret;
      const isServable = isLongEnough && isWanted;

      // A source whose credentials never live as long as this call asks for has no fresher ones to give.
      const isFresh = isLive && nowMs < cached.advisoryAtMs && (isServable || cached.lifetimeMs < minTtlMs);
      if (isFresh || (isLive && isRefreshed)) return serveOrThrow(nowMs, minTtlMs);

      // Single flight: every caller joins the one refresh. None starts before the pause after a failure is over.
      takeOverIfDead(nowMs);
      if (!flight && failure && nowMs < nextAttemptAtMs) return serveOrThrow(nowMs, minTtlMs, failure);
      const isStarter = !flight;
      const joined = flight ?? startRefresh(reasonToRefresh(cached, nowMs, isLongEnough), asked);

      // Two windows: in the advisory one no caller waits, and in the mandatory one only for a while, and not at all
      // while the upstream fails.
      const patienceEndsAtMs = joined.startedAtMs + mandatoryWaitMs;
      if (isServable && (nowMs < cached.mandatoryAtMs || failure || nowMs >= patienceEndsAtMs))
        return serve(cached);
      const untilMs = isServable ? Math.min(patienceEndsAtMs, deadlineMs) : deadlineMs;
      await follow(host, joined, isStarter, untilMs, signal);

      isRefreshed = joined.settled;
      if (joined.error) return serveOrThrow(clock.now(), minTtlMs, joined.error);
      if (!isRefreshed && clock.now() >= deadlineMs)
        return serveOrThrow(
          clock.now(),
          minTtlMs,
          new UnavailableError(
            "WAIT_TIMEOUT",
            `${name} did not answer within ${timeoutMs} ms. Try again later.`,
            { source: name },
          ),
        );
    }
  }

  function serve(served: CacheEntry): Credentials {
    emit(onEvent, { type: "hit", source: name, remainingMs: served.expiresAtMs - clock.now() });
    return served.credentials;
  }

  /** What there is without a refresh: the valid snapshot, an expired one where the policy allows it, or the error. */
  function serveOrThrow(nowMs: number, minTtlMs: number, error?: AlicredError): Credentials {
    if (!entry) throw error;
    const expiredAgoMs = nowMs - entry.expiresAtMs;
    if (expiredAgoMs < 0) {
      if (-expiredAgoMs >= minTtlMs) return serve(entry);
      throw new UnavailableError(
        "MIN_TTL_UNAVAILABLE",
        `The credentials live ${-expiredAgoMs / 1000} s more, ${minTtlMs / 1000} s were asked for. ${error ? "Try again later." : "Ask for less."}`,
        { source: name, retryable: !!error?.retryable, ...(error && { cause: error }) },
      );
    }
    if (isRefused || minTtlMs > 0 || staleIfErrorMs === 0 || expiredAgoMs > staleIfErrorMs) throw error;
    const stale = new Credentials(entry.credentials, { ...entry.credentials, expiredAgoMs });
    emit(onEvent, { type: "stale-serve", source: name, expiredAgoMs });
    return stale;
  }

  /** Request-safe: a flight without a sign of life has died with the request that started it. */
  function takeOverIfDead(nowMs: number): void {
    const silentMs = flight ? nowMs - flight.lastSignMs : 0;
    if (host.requestScoped && silentMs > SILENCE_MEANS_DEATH_MS) {
      flight = undefined;
      emit(onEvent, { type: "take-over", source: name, silentMs });
    }
  }

  function startRefresh(reason: RefreshReason, asked: Asked): Flight {
    const started = startFlight(host, (self) => refresh(self, reason, asked.serverClock));
    (asked.waitUntil ?? asked.host?.waitUntil ?? host.waitUntil)?.(started.landed);
    return started;
  }

  /** The work of a flight: asks the source and notes the result. Never rejects. */
  async function refresh(self: Flight, reason: RefreshReason, serverClock = ownServerClock): Promise<void> {
    // Before anyone is told: a listener may call the resolver.
    flight = self;
    emit(onEvent, { type: "refresh-start", source: name, reason });
    try {
      const [answer, trace] = await askWithin({ serverClock, held }, self.controller.signal);
      if (answer.outcome === "failed") throw answer.error;
      if (answer.outcome === "not-configured") {
        const answers = trace.children.length ? trace.children : [trace];
        const message = `No credentials are configured. ${describeAnswers(answers)}\nSet up one of them.`;
        const error = new NotConfiguredError("NOT_CONFIGURED", message, { source: name, answers });
        unconfigured.set(error, answer);
        throw error;
      }
      // A flight taken over or closed meanwhile comes too late, and must not overwrite anything.
      const fresh = cacheEntry(host, name, answer, serverClock.skewMs(), windows);
      if (flight === self) noteSuccess(self, fresh);
    } catch (thrown) {
      if (flight === self) noteFailure(self, toAlicredError(thrown, name));
    }
  }

  function noteSuccess(self: Flight, fresh: CacheEntry): void {
    flight = undefined;
    entry = fresh;
    held = fresh.credentials;
    failure = undefined;
    failures = 0;
    isRefused = false;
    emit(onEvent, {
      type: "refresh-success",
      source: name,
      durationMs: clock.now() - self.startedAtMs,
      expiresAtMs: held.expiresAtMs,
    });
  }

  /** Fleet-safe: every caller gets this error, or the snapshot, until the pause after it is over. */
  function noteFailure(self: Flight, error: AlicredError): void {
    flight = undefined;
    self.error = error;
    const { code, retryable } = error;
    isRefused ||= !retryable;
    // Looking for a configuration again costs little, and the user who has just added it is waiting.
    const nextAttemptInMs =
      retryable || error instanceof NotConfiguredError
        ? backoffMs(host, backoff, failures++, error.retryAfterMs)
        : negativeCacheMs * (1 + randomFraction(host) / 4);
    failure = error;
    nextAttemptAtMs = clock.now() + nextAttemptInMs;
    emit(onEvent, {
      type: "refresh-failure",
      source: name,
      durationMs: clock.now() - self.startedAtMs,
      code,
      retryable,
      nextAttemptInMs,
    });
  }

  /** Hang-proof: the source's answer and trace, or an error once the time for a refresh is up. */
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
    get(options) {
      // The hot path: no allocation, one reading of the clock.
      const cached = entry;
      if (cached && !options && clock.now() < cached.advisoryAtMs) {
        if (onEvent) serve(cached);
        return cached.promise;
      }
      return acquire(options);
    },
    peek: () => (entry && clock.now() < entry.expiresAtMs ? entry.credentials : undefined),
    invalidate(rejected = held) {
      if (!entry || rejected !== held) return;
      entry = undefined;
      emit(onEvent, { type: "invalidate", source: name });
    },
    explain: async ({ signal } = {}) => (await askWithin({ explaining: true }, signal))[1],
    close() {
      if (isClosed) return;
      isClosed = true;
      failure = new AlicredError("RESOLVER_CLOSED", "The resolver is closed. Make a new one.", {
        source: name,
      });
      nextAttemptAtMs = FOREVER_MS;
      entry = undefined;
      // Where requests own what they started, another request may not touch it; it ends by itself.
      if (!host.requestScoped) flight?.controller.abort(failure);
      flight = undefined;
      emit(onEvent, { type: "close", source: name });
    },
    async resolve(context) {
      if (context.explaining) return ask(context, source);
      try {
        const credentials = await acquire(context);
        return found(credentials, (entry?.recheckAtMs ?? 0) - clock.now());
      } catch (thrown) {
        // "Not configured" is an answer; only callers of `get` see it as an error.
        const answer = unconfigured.get(thrown as object);
        if (answer) return answer;
        throw thrown;
      }
    },
  };
}

/** The options of a call, or the context of the resolution that contains this one. */
type Asked = GetOptions & Partial<ResolveContext>;

/** Why a call refreshes, in the event's word. */
function reasonToRefresh(entry: CacheEntry | undefined, nowMs: number, isLongEnough: boolean): RefreshReason {
  if (!entry) return "cold";
  if (nowMs >= entry.expiresAtMs) return "expired";
  if (!isLongEnough) return "min-ttl";
  return nowMs < entry.mandatoryAtMs ? "advisory" : "mandatory";
}
