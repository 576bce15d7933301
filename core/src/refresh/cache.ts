/**
 * The refresh cache: of a resolver, and of each hop below it.
 *
 * @module
 */
import { ask } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import type { AlicredError } from "../errors.ts";
import { emit, type RefreshReason } from "../events.ts";
import { type CallScope, type CredentialSource, found, type Hops } from "../source.ts";
import { toAlicredError } from "../thrown.ts";
import { ageMs, monotonicMs } from "../time.ts";
import { type Call, createCrowd } from "./call.ts";
import { type CacheEntry, isFresh, lifeLeftMs, reasonToRefresh } from "./entry.ts";
import { MOST_DEATHS, SILENCE_MEANS_DEATH_MS } from "./limits.ts";
import { createOutage } from "./outage.ts";
import { type CheckedPolicy, checkNumbers, type GetOptions } from "./policy.ts";
import type { Resolver } from "./resolver.ts";
import { follow, isOutdated, type RefreshRun, startRun } from "./run.ts";
import { createServer, waitTimeout } from "./serve.ts";
import { createUpstream, refuseRejected } from "./upstream.ts";

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
  const { host, onEvent, mandatoryWaitMs, backoff } = policy;
  const { clock } = host;
  const { name } = source;
  const upstream = createUpstream(source, policy, hops);
  const outage = createOutage(host, backoff, policy.negativeCacheMs, closing !== undefined);
  const { serve, serveOrThrow } = createServer(policy, outage, name);

  /** The cached snapshot, until a refresh replaces it or `invalidate` drops it. */
  let current: CacheEntry | undefined;
  /** The latest snapshot, even after it was dropped: what a service may report as rejected. */
  let latest: CacheEntry | undefined;
  /** The snapshot that a service rejected, until the source answers with another. */
  let rejected: Credentials | undefined;
  /** The refresh under way; there is never more than one. */
  let refreshRun: RefreshRun | undefined;
  /** How many refreshes have died with their request since one succeeded, and when the latest did. */
  let deaths = 0;
  let lastDeathMs = 0;
  let isEnded = false;
  /** Whether the latest credentials depended on the input of their call: then calls with other inputs do not wait for them. */
  let readsInput = false;
  /** Refreshes that are only for the call that started them, to be ended with the cache. */
  const aloneRuns = new Set<RefreshRun>();

  /** Every path but the hot one. Each round looks at the state again, and answers the call or waits for a refresh. */
  async function acquire(call: Call): Promise<Credentials> {
    const { signal, minTtlMs = 0, timeoutMs = Number.POSITIVE_INFINITY, scope } = call;
    const deadlineMs = monotonicMs(clock) + timeoutMs;
    let isRefreshed = false;
    let isAlone = false;
    for (;;) {
      signal?.throwIfAborted();
      const nowMs = monotonicMs(clock);
      // The snapshot of this round: an event listener may drop it meanwhile.
      const cached = entryFor(scope);
      if (cached && !cached.isForEveryCall) scope.reach ||= 1;
      const agedMs = cached ? ageMs(clock, cached.acquiredAt) : 0;
      const leftMs = cached ? cached.lifetimeMs - agedMs : 0;
      const isLive = cached !== undefined && leftMs > 0;
      const isLongEnough = isLive && leftMs >= minTtlMs;
      // An outer resolver that asks again although it holds this very key wants a different one.
      const isWanted = cached?.credentials.accessKeySecret !== call.held?.accessKeySecret;
      const isServable = isLongEnough && isWanted;
      // A source that was asked for credentials which live as long, and has none, is not asked again for a while.
      const isHopeless = isLive && cached.isLongest && cached.lifetimeMs < minTtlMs;
      const isFreshEnough = isLive && isFresh(clock, cached, clock.now()) && (isServable || isHopeless);
      if (isFreshEnough || (isLive && isRefreshed)) return serveOrThrow(minTtlMs, undefined, cached, leftMs);

      // Single flight: every caller joins the one refresh. None starts before the pause after a failure is over.
      takeOverIfDead(nowMs);
      isAlone ||= readsInput && scope.input !== undefined;
      const running: RefreshRun | undefined = isAlone ? undefined : refreshRun;
      if (!running && outage.isPausing(isLive)) return serveOrThrow(minTtlMs, outage.error, cached, leftMs);
      const isBehind = isServable && agedMs < cached.mandatoryAfterMs;
      if (!running && isBehind && hasDiedTooOften(cached, agedMs, nowMs)) return serve(cached);
      const reason = reasonToRefresh(cached, agedMs, isLongEnough);
      const joined: RefreshRun = running ?? startRefresh(reason, call, isLive, isAlone);

      // Two windows: in the advisory one no caller waits, and in the mandatory one only for a while, and not at all
      // while the upstream fails. Where a refresh has died with its request, the request of the next one waits for it.
      const patienceEndsAtMs = joined.startedAtMs + mandatoryWaitMs;
      const isCarrier = !running && deaths > 0;
      if (isServable && ((isBehind && !isCarrier) || outage.error || nowMs >= patienceEndsAtMs))
        return serve(cached);
      const untilMs = isServable ? Math.min(patienceEndsAtMs, deadlineMs) : deadlineMs;
      await follow(host, joined, !running, untilMs, signal);

      if (joined.isOfOneCall) {
        // Its answer is for this call alone: the others ask for themselves, side by side.
        const { input, reach } = joined.scope;
        isAlone = !!running && !(reach === 1 && Object.is(input, scope.input));
        if (isAlone) continue;
        if (reach > scope.reach) scope.reach = reach;
        return serveOrThrow(minTtlMs, joined.error, joined.entry ?? entryFor(scope));
      }
      isRefreshed = joined.entry !== undefined && joined.minTtlMs >= minTtlMs;
      if (joined.error) return serveOrThrow(minTtlMs, joined.error, entryFor(scope));
      if (!isRefreshed && monotonicMs(clock) >= deadlineMs)
        return serveOrThrow(minTtlMs, waitTimeout(name, timeoutMs), entryFor(scope));
    }
  }

  /** The snapshot that a call with this input may have. */
  function entryFor({ input }: CallScope): CacheEntry | undefined {
    return current && (input === undefined || current.isForEveryCall) ? current : undefined;
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

  function startRefresh(reason: RefreshReason, call: Call, isLive: boolean, isAlone: boolean): RefreshRun {
    const { endings = [], waitUntil = host.waitUntil } = call;
    const isRetry = call.isRetry || (outage.error !== undefined && !isLive);
    const run = startRun(host, endings, call, isAlone, (self) => refresh(self, reason, call, isRetry));
    waitUntil?.(run.done);
    return run;
  }

  /** The work of a refresh: asks the source and notes the result. Never rejects. */
  async function refresh(
    self: RefreshRun,
    reason: RefreshReason,
    { serverClock = upstream.serverClock, endsAtMs }: Call,
    isRetry: boolean,
  ): Promise<void> {
    const { scope, minTtlMs, isAlone, controller } = self;
    // Before anyone is told: a listener may call the resolver. Another request's refresh could not be ended.
    if (!isAlone) refreshRun = self;
    else if (!host.requestScoped) aloneRuns.add(self);
    emit(onEvent, { type: "refresh-start", source: name, reason });
    try {
      // Calls with an input never get a snapshot that was made for calls without one.
      const mayHold = latest?.isForEveryCall || scope.input === undefined;
      const held = mayHold ? latest?.credentials : undefined;
      const inquiry = { serverClock, isRetry, endsAtMs, held, rejected, minTtlMs, scope };
      const fresh = await upstream.acquire(inquiry, controller.signal);
      // A source that was asked before the rejection could not know of it.
      self.isOutdated ||= rejected !== inquiry.rejected;
      refuseRejected(name, rejected, fresh.credentials);
      // A refresh taken over or ended meanwhile comes too late, and must not overwrite anything.
      if (isUnderWay(self)) noteSuccess(self, fresh);
    } catch (thrown) {
      if (isUnderWay(self)) noteFailure(self, toAlicredError(thrown, name, host));
    }
    aloneRuns.delete(self);
  }

  function isUnderWay(run: RefreshRun): boolean {
    return run.isAlone ? !isEnded : refreshRun === run;
  }

  /**
   * Notes that a refresh is over, and which calls it was for.
   * @param isByInput whether it is only for calls with the same input, if that was read
   * @returns how long it took, in milliseconds
   */
  function noteEnd(self: RefreshRun, isByInput: boolean): number {
    const { reach } = self.scope;
    if (!self.isAlone) refreshRun = undefined;
    self.isOfOneCall = reach === 2 || (reach === 1 && isByInput);
    return monotonicMs(clock) - self.startedAtMs;
  }

  function noteSuccess(self: RefreshRun, fresh: CacheEntry): void {
    const durationMs = noteEnd(self, self.scope.input !== undefined);
    self.entry = fresh;
    // A failure teaches nothing of it: a source that misses its token in one call has the same credentials for all others.
    readsInput = self.scope.reach > 0;
    deaths = 0;
    outage.clear();
    if (!self.isOfOneCall) {
      current = fresh;
      latest = fresh;
      rejected = undefined;
    }
    const { expiresAtMs } = fresh.credentials;
    emit(onEvent, { type: "refresh-success", source: name, durationMs, expiresAtMs });
  }

  /**
   * Fleet-safe: every caller gets this error, or the snapshot, until the pause after it is over. A failure of an outdated
   * refresh that may pass by itself says nothing, and is forgotten: who waits asks again.
   */
  function noteFailure(self: RefreshRun, error: AlicredError): void {
    const { code, retryable } = error;
    let nextAttemptInMs = 0;
    // A failure that may pass by itself concerns the upstream, and so every caller.
    const durationMs = noteEnd(self, !retryable);
    if (self.isOfOneCall || !retryable || !isOutdated(host, self)) self.error = error;
    if (self.error && !self.isOfOneCall) nextAttemptInMs = outage.note(error, peek() !== undefined);
    emit(onEvent, { type: "refresh-failure", source: name, durationMs, code, retryable, nextAttemptInMs });
  }

  function peek(): Credentials | undefined {
    // As cheap as a hit: one reading of one clock while no refresh is due.
    const isLive = current && (isFresh(clock, current, clock.now()) || lifeLeftMs(clock, current) > 0);
    return isLive ? current?.credentials : undefined;
  }

  async function get(
    { minTtlMs = 0, timeoutMs = Number.POSITIVE_INFINITY, input, ...rest }: GetOptions,
    scope: CallScope = { input, reach: 0 },
  ): Promise<Credentials> {
    checkNumbers({ minTtlMs, timeoutMs });
    return acquire({ ...rest, minTtlMs, timeoutMs, scope });
  }

  /** Tells listeners that one more caller was served what the first of its crowd was. */
  function tellAgain({ expiredAgoMs }: Credentials): void {
    if (expiredAgoMs !== undefined) emit(onEvent, { type: "stale-serve", source: name, expiredAgoMs });
    else if (latest) serve(latest, knownLifeMs(latest));
  }

  /** The life left, by clocks that are read once in a millisecond; `undefined` when a refresh is due. */
  function knownLifeMs(entry: CacheEntry): number | undefined {
    return isFresh(clock, entry, clock.now()) ? entry.lifetimeMs - entry.freshAgeMs : undefined;
  }

  const crowd = createCrowd((scope) => get({}, scope), onEvent && tellAgain);

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
      // Where promises belong to requests, every caller waits by itself.
      return !options && !host.requestScoped ? crowd.join() : get(options ?? {});
    },
    peek,
    invalidate(reported) {
      if (!current || (reported && reported !== latest?.credentials)) return;
      current = undefined;
      crowd.dissolve();
      rejected = reported;
      emit(onEvent, { type: "invalidate", source: name });
    },
    explain: ({ signal, input } = {}) => upstream.explain(input, signal),
    end(error) {
      if (isEnded) return;
      isEnded = true;
      outage.end(error);
      current = undefined;
      crowd.dissolve();
      for (const run of aloneRuns) run.controller.abort(error);
      // Where requests own what they started, another request may not touch it; it ends by itself.
      if (!host.requestScoped) refreshRun?.controller.abort(error);
      refreshRun = undefined;
      emit(onEvent, { type: "close", source: name });
    },
    async resolve(context) {
      if (context.explaining) return ask(context, source);
      const { signal, serverClock, held, isRetry, scope, endsAtMs } = context;
      const { waitUntil } = context.host;
      // A hop asks on behalf of one refresh of its resolver, and is not asked for longer than that, nor after `close`.
      const endings = closing ? [signal, ...(host.requestScoped ? [] : [closing()])] : [];
      try {
        const call = { signal, waitUntil, serverClock, held, isRetry, endings, scope, endsAtMs };
        const credentials = await acquire(call);
        return found(credentials, current ? current.recheckAfterMs - ageMs(clock, current.acquiredAt) : 0);
      } catch (thrown) {
        // "Not configured" is an answer; only callers of `get` see it as an error.
        const answer = upstream.notConfiguredBy(thrown);
        if (answer) return answer;
        throw thrown;
      }
    },
  };
}
