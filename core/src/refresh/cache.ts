/**
 * The refresh cache: of a resolver, and of each hop below it.
 *
 * @module
 */
import { ask, type ContextInit, createContext } from "../context.ts";
import { Credentials } from "../credentials.ts";
import { withDeadline } from "../deadline.ts";
import { type AlicredError, NotConfiguredError, UnavailableError } from "../errors.ts";
import { emit, type RefreshReason } from "../events.ts";
import { toAlicredError } from "../foreign-error.ts";
import { createServerClock } from "../server-clock.ts";
import { type Answer, type CredentialSource, found, type Hops, type NotConfigured } from "../source.ts";
import { ageMs, monotonicMs } from "../time.ts";
import { describeAnswers, type TraceEntry } from "../trace.ts";
import type { Call } from "./call.ts";
import { type CacheEntry, cacheEntry, isFresh, lifeLeftMs, reasonToRefresh } from "./entry.ts";
import { MOST_DEATHS, SILENCE_MEANS_DEATH_MS, STANDSTILL_GRACE_MS } from "./limits.ts";
import { createOutage } from "./outage.ts";
import { type CheckedPolicy, checkNumbers, type GetOptions } from "./policy.ts";
import type { Resolver } from "./resolver.ts";
import { follow, type RefreshRun, startRun, stoodStill } from "./run.ts";

export interface Cache extends Omit<Resolver, "close"> {
  /** Ends the refresh under way, and fails its waiters and every later `get` with this error. */
  end(error: AlicredError): void;
}

/** @param closing the signal of the resolver that owns this cache; without it, the cache is that of the resolver itself */
export function createCache(
  source: CredentialSource,
  policy: CheckedPolicy,
  hops: Hops,
  closing?: () => AbortSignal,
): Cache {
  const { host, onEvent, windows, refreshTimeoutMs, mandatoryWaitMs, backoff, staleIfErrorMs } = policy;
  const { clock } = host;
  const { name } = source;
  const ownServerClock = createServerClock(clock);
  const outage = createOutage(host, backoff, policy.negativeCacheMs, closing !== undefined);

  /** The cached snapshot, until a refresh replaces it or `invalidate` drops it. */
  let current: CacheEntry | undefined;
  /** The latest snapshot, even after it was dropped: what a service may report as rejected. */
  let held: Credentials | undefined;
  /** The refresh under way; there is never more than one. */
  let refreshRun: RefreshRun | undefined;
  /** How many refreshes have died with their request since one succeeded, and when the latest did. */
  let deaths = 0;
  let lastDeathMs = 0;
  let isEnded = false;
  /** The answers of a source that is not configured, keyed by the errors that callers of `get` got for them. */
  const unconfigured = new WeakMap<object, NotConfigured>();

  /** Every path but the hot one. Each round looks at the state again, and answers the call or waits for a refresh. */
  async function acquire(call: Call): Promise<Credentials> {
    const { signal, minTtlMs, timeoutMs } = call;
    const deadlineMs = monotonicMs(clock) + timeoutMs;
    let isRefreshed = false;
    for (;;) {
      signal?.throwIfAborted();
      const nowMs = monotonicMs(clock);
      // The snapshot of this round: an event listener may drop it meanwhile.
      const cached = current;
      const agedMs = cached ? ageMs(clock, cached.acquiredAt) : 0;
      const leftMs = cached ? cached.lifetimeMs - agedMs : 0;
      const isLive = cached !== undefined && leftMs > 0;
      const isLongEnough = isLive && leftMs >= minTtlMs;
      // An outer resolver that asks again although it holds this very key wants a different one.
      const isWanted = cached?.credentials.accessKeySecret !== call.held?.accessKeySecret;
      const isServable = isLongEnough && isWanted;

      // A source whose credentials never live as long as this call asks for has no fresher ones to give.
      const isFreshEnough =
        isLive && isFresh(clock, cached, clock.now()) && (isServable || cached.lifetimeMs < minTtlMs);
      if (isFreshEnough || (isLive && isRefreshed)) return serveOrThrow(minTtlMs, undefined, cached, leftMs);

      // Single flight: every caller joins the one refresh. None starts before the pause after a failure is over.
      takeOverIfDead(nowMs);
      if (!refreshRun && outage.isPausing(isLive))
        return serveOrThrow(minTtlMs, outage.error, cached, leftMs);
      const isBehind = isServable && agedMs < cached.mandatoryAfterMs;
      if (!refreshRun && isBehind && hasDiedTooOften(cached, agedMs, nowMs)) return serve(cached);
      const isStarter = !refreshRun;
      const joined = refreshRun ?? startRefresh(reasonToRefresh(cached, agedMs, isLongEnough), call, isLive);

      // Two windows: in the advisory one no caller waits, and in the mandatory one only for a while, and not at all
      // while the upstream fails. Where a refresh has died with its request, the request of the next one waits for it.
      const patienceEndsAtMs = joined.startedAtMs + mandatoryWaitMs;
      const isCarrier = isStarter && deaths > 0;
      if (isServable && ((isBehind && !isCarrier) || outage.error || nowMs >= patienceEndsAtMs))
        return serve(cached);
      const untilMs = isServable ? Math.min(patienceEndsAtMs, deadlineMs) : deadlineMs;
      await follow(host, joined, isStarter, untilMs, signal);

      isRefreshed = joined.hasSucceeded;
      if (joined.error) return serveOrThrow(minTtlMs, joined.error);
      if (!isRefreshed && monotonicMs(clock) >= deadlineMs) {
        const message = `${name} did not answer within ${timeoutMs} ms. Try again later.`;
        return serveOrThrow(minTtlMs, new UnavailableError("WAIT_TIMEOUT", message, { source: name }));
      }
    }
  }

  function serve(served: CacheEntry, remainingMs: number = lifeLeftMs(clock, served)): Credentials {
    emit(onEvent, { type: "hit", source: name, remainingMs, depth: 0 });
    return served.credentials;
  }

  /** What there is without a refresh: the valid snapshot, an expired one where the policy allows it, or the error. */
  function serveOrThrow(
    minTtlMs: number,
    error: AlicredError | undefined,
    entry: CacheEntry | undefined = current,
    leftMs: number = entry ? lifeLeftMs(clock, entry) : 0,
  ): Credentials {
    if (!entry) throw error;
    if (leftMs > 0) {
      if (leftMs >= minTtlMs) return serve(entry);
      throw new UnavailableError(
        "MIN_TTL_UNAVAILABLE",
        `The credentials live ${leftMs / 1000} s more, ${minTtlMs / 1000} s were asked for. ${error ? "Try again later." : "Ask for less."}`,
        { source: name, retryable: !!error?.retryable, ...(error && { cause: error }) },
      );
    }
    const expiredAgoMs = -leftMs;
    if (outage.isRefused || minTtlMs > 0 || staleIfErrorMs === 0 || expiredAgoMs > staleIfErrorMs)
      throw error;
    const stale = new Credentials(entry.credentials, { ...entry.credentials, expiredAgoMs });
    emit(onEvent, { type: "stale-serve", source: name, expiredAgoMs });
    return stale;
  }

  /** Request-safe: a refresh without a sign of life has died with the request that started it. */
  function takeOverIfDead(nowMs: number): void {
    const silentMs = refreshRun ? nowMs - refreshRun.lastBeat.monotonicMs : 0;
    if (!host.requestScoped || silentMs <= SILENCE_MEANS_DEATH_MS) return;
    refreshRun = undefined;
    deaths++;
    lastDeathMs = nowMs;
    emit(onEvent, { type: "take-over", source: name, silentMs });
  }

  /** Whether so many refreshes were wasted in this window that the next one waits for the mandatory one, or a while. */
  function hasDiedTooOften(entry: CacheEntry, agedMs: number, nowMs: number): boolean {
    const isInWindow = agedMs >= entry.advisoryAfterMs;
    return deaths >= MOST_DEATHS && (isInWindow || nowMs - lastDeathMs < backoff.maxMs);
  }

  function startRefresh(reason: RefreshReason, call: Call, isLive: boolean): RefreshRun {
    const { serverClock, endings, waitUntil = host.waitUntil } = call;
    const isRetry = call.isRetry || (outage.error !== undefined && !isLive);
    const run = startRun(host, endings, (self) => refresh(self, reason, { serverClock, isRetry }));
    waitUntil?.(run.done);
    return run;
  }

  /** The work of a refresh: asks the source and notes the result. Never rejects. */
  async function refresh(
    self: RefreshRun,
    reason: RefreshReason,
    init: Pick<Call, "serverClock" | "isRetry">,
  ): Promise<void> {
    // Before anyone is told: a listener may call the resolver.
    refreshRun = self;
    emit(onEvent, { type: "refresh-start", source: name, reason });
    try {
      const [answer, trace] = await askWithin({ ...init, held }, self.controller.signal);
      if (answer.outcome === "failed") throw answer.error;
      if (answer.outcome === "not-configured") {
        const answers = trace.children.length ? trace.children : [trace];
        const message = `No credentials are configured. ${describeAnswers(answers)}\nSet up one of them.`;
        const error = new NotConfiguredError("NOT_CONFIGURED", message, { source: name, answers });
        unconfigured.set(error, answer);
        throw error;
      }
      const fresh = cacheEntry(host, name, answer, init.serverClock, windows);
      // A refresh taken over or ended meanwhile comes too late, and must not overwrite anything.
      if (refreshRun === self) noteSuccess(self, fresh);
    } catch (thrown) {
      if (refreshRun === self) noteFailure(self, toAlicredError(thrown, name));
    }
  }

  function noteSuccess(self: RefreshRun, fresh: CacheEntry): void {
    refreshRun = undefined;
    self.hasSucceeded = true;
    current = fresh;
    held = fresh.credentials;
    deaths = 0;
    outage.clear();
    emit(onEvent, {
      type: "refresh-success",
      source: name,
      durationMs: monotonicMs(clock) - self.startedAtMs,
      expiresAtMs: held.expiresAtMs,
    });
  }

  /**
   * Fleet-safe: every caller gets this error, or the snapshot, until the pause after it is over. Freeze-safe: a failure
   * that may pass by itself says nothing when the process stood still meanwhile, and is forgotten: who waits asks again.
   */
  function noteFailure(self: RefreshRun, error: AlicredError): void {
    refreshRun = undefined;
    const { code, retryable } = error;
    let nextAttemptInMs = 0;
    if (!retryable || !stoodStill(host, self)) {
      self.error = error;
      nextAttemptInMs = outage.note(error, current !== undefined && lifeLeftMs(clock, current) > 0);
    }
    emit(onEvent, {
      type: "refresh-failure",
      source: name,
      durationMs: monotonicMs(clock) - self.startedAtMs,
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
      const context = createContext({ host, serverClock: ownServerClock, onEvent, hops, ...init, signal });
      // `ask` notes the one source that it asks.
      return [await ask(context, source), context.notes.children[0] as TraceEntry];
    };
    const options = { source: name, graceMs: STANDSTILL_GRACE_MS };
    return withDeadline(clock, refreshTimeoutMs, parent, work, name, options);
  }

  async function get(options: GetOptions): Promise<Credentials> {
    const { minTtlMs = 0, timeoutMs = Number.POSITIVE_INFINITY, ...rest } = options;
    checkNumbers({ minTtlMs, timeoutMs });
    return acquire({
      ...rest,
      minTtlMs,
      timeoutMs,
      serverClock: ownServerClock,
      isRetry: false,
      endings: [],
    });
  }

  return {
    name,
    transparent: true,
    get(options) {
      // The hot path: no allocation, and one reading of one clock for all but the first hit of a millisecond.
      const cached = current;
      if (cached && !options && isFresh(clock, cached, clock.now())) {
        if (onEvent) serve(cached, cached.lifetimeMs - cached.freshAgeMs);
        return cached.promise;
      }
      return get(options ?? {});
    },
    peek: () => (current && lifeLeftMs(clock, current) > 0 ? current.credentials : undefined),
    invalidate(rejected = held) {
      if (!current || rejected !== held) return;
      current = undefined;
      emit(onEvent, { type: "invalidate", source: name });
    },
    explain: async ({ signal } = {}) => (await askWithin({ explaining: true }, signal))[1],
    end(error) {
      if (isEnded) return;
      isEnded = true;
      outage.end(error);
      current = undefined;
      // Where requests own what they started, another request may not touch it; it ends by itself.
      if (!host.requestScoped) refreshRun?.controller.abort(error);
      refreshRun = undefined;
      emit(onEvent, { type: "close", source: name });
    },
    async resolve(context) {
      if (context.explaining) return ask(context, source);
      const { signal, serverClock, isRetry = false } = context;
      // A hop asks on behalf of one refresh of its resolver, and is not asked for longer than that, nor after `close`.
      const endings = closing ? [signal, ...(host.requestScoped ? [] : [closing()])] : [];
      try {
        const credentials = await acquire({
          signal,
          minTtlMs: 0,
          timeoutMs: Number.POSITIVE_INFINITY,
          waitUntil: context.host.waitUntil,
          serverClock,
          held: context.held,
          isRetry,
          endings,
        });
        return found(credentials, current ? current.recheckAfterMs - ageMs(clock, current.acquiredAt) : 0);
      } catch (thrown) {
        // "Not configured" is an answer; only callers of `get` see it as an error.
        const answer = unconfigured.get(thrown as object);
        if (answer) return answer;
        throw thrown;
      }
    },
  };
}
