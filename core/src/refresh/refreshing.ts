/**
 * `refreshing`: the refresh cache around a source, which an application holds as its resolver.
 *
 * @module
 */
import { ask, askTraced, createContext } from "../context.ts";
import { type Credentials, markStale } from "../credentials.ts";
import { withDeadline } from "../deadline.ts";
import { AlicredError, UnavailableError } from "../errors.ts";
import { emit } from "../events.ts";
import { createServerClock } from "../server-clock.ts";
import { type Answer, type CredentialSource, failed, found, type ResolveContext } from "../source.ts";
import type { TraceEntry } from "../trace.ts";
import { createRefreshCache } from "./cache.ts";
import type { CacheEntry } from "./entry.ts";
import { follow } from "./flight.ts";
import { completePolicy, type GetOptions, type RefreshPolicy } from "./policy.ts";

/** A source with its refresh cache. */
export interface Resolver extends CredentialSource {
  /**
   * Valid credentials, from the cache whenever they are fresh enough.
   *
   * @throws {AlicredError} the error of the source when there is nothing valid to serve; `MIN_TTL_UNAVAILABLE`,
   *   `WAIT_TIMEOUT`, `RESOLVER_CLOSED`; or the reason of an aborted `signal`.
   */
  get(options?: GetOptions): Promise<Credentials>;
  /** The cached snapshot while it is valid, without waiting and without starting anything. */
  peek(): Credentials | undefined;
  /**
   * Forgets the cached snapshot, so that the next `get` acquires anew. Given the snapshot that a service rejected,
   * it forgets that one only, however many callers report it. A back-off after failures stays in force.
   */
  invalidate(rejected?: Credentials): void;
  /** Asks every source anew, past all caches, and returns what each answered and why. */
  explain(options?: { readonly signal?: AbortSignal }): Promise<TraceEntry>;
  /** Ends the refresh under way, fails its waiters, and leaves no timer. Every later `get` fails. */
  close(): void;
}

/**
 * Puts a refresh cache around a source.
 *
 * A caller gets the cached snapshot at once as long as it is fresh. In the advisory window it still does, while one
 * refresh runs behind. In the mandatory window it waits for that refresh, unless the upstream is known to fail or
 * takes too long, and gets the valid snapshot then. Without a valid snapshot it waits or gets the error. Concurrent
 * callers share one refresh, and the end of one caller's wait never ends the refresh of the others.
 */
export function refreshing(source: CredentialSource, policy: RefreshPolicy): Resolver {
  const complete = completePolicy(policy);
  const { host, onEvent, mandatoryWaitMs, staleIfErrorMs } = complete;
  const { clock } = host;
  const { name } = source;
  const serverClock = createServerClock(clock);
  const cache = createRefreshCache(source, complete, serverClock);
  let closed = false;

  function get(options?: GetOptions): Promise<Credentials> {
    const { entry } = cache;
    // The hot path: no allocation, one reading of the clock.
    if (entry !== undefined && options === undefined && clock.now() < entry.advisoryAtMs) {
      if (onEvent !== undefined) emitHit(entry);
      return entry.promise;
    }
    return acquire(options ?? {});
  }

  async function acquire(options: GetOptions, parent?: ResolveContext): Promise<Credentials> {
    const { signal, minTtlMs = 0, timeoutMs = Number.POSITIVE_INFINITY } = options;
    const deadlineMs = clock.now() + timeoutMs;
    let refreshed = false;
    for (;;) {
      signal?.throwIfAborted();
      if (closed) throw closedError();
      const { entry, failure } = cache;
      const nowMs = clock.now();
      const usable = entry !== undefined && nowMs < entry.expiresAtMs;
      const lives = entry !== undefined && satisfies(entry, minTtlMs);
      // A resolver around this one that asks again although it holds this very snapshot wants another.
      const enough = lives && (refreshed || !isSameKey(entry.credentials, parent?.held));
      if (enough && (refreshed || nowMs < entry.advisoryAtMs)) return serve(entry);
      if (usable && !lives && (refreshed || (entry.lifetimeMs < minTtlMs && nowMs < entry.advisoryAtMs))) {
        throw minTtlError(entry, minTtlMs, "the source issues no longer ones at present");
      }

      const underWay = cache.flight();
      if (underWay === undefined && failure !== undefined && nowMs < failure.untilMs) {
        return lives ? serve(entry) : giveUp(entry, minTtlMs, failure.error);
      }
      const flight = underWay ?? start(entry, usable, lives, options, parent);
      const isDown = failure !== undefined || nowMs - flight.startedAtMs >= mandatoryWaitMs;
      if (enough && (isDown || nowMs < entry.mandatoryAtMs)) return serve(entry);

      const patienceMs = enough
        ? Math.min(flight.startedAtMs + mandatoryWaitMs, entry.expiresAtMs)
        : deadlineMs;
      const own = underWay === undefined;
      await follow(host, flight, { own, untilMs: Math.min(patienceMs, deadlineMs), signal });

      refreshed = flight.settled;
      const gaveUp = !flight.settled && clock.now() >= deadlineMs;
      const error = flight.error ?? (gaveUp ? waitError(timeoutMs) : undefined);
      if (error !== undefined) {
        const still = cache.entry;
        return still !== undefined && satisfies(still, minTtlMs)
          ? serve(still)
          : giveUp(still, minTtlMs, error);
      }
    }
  }

  function start(
    entry: CacheEntry | undefined,
    usable: boolean,
    lives: boolean,
    options: GetOptions,
    parent?: ResolveContext,
  ): ReturnType<typeof cache.refresh> {
    const reason =
      entry === undefined
        ? "cold"
        : !usable
          ? "expired"
          : !lives
            ? "min-ttl"
            : clock.now() < entry.mandatoryAtMs
              ? "advisory"
              : "mandatory";
    const flight = cache.refresh(reason, parent);
    const waitUntil = options.waitUntil ?? parent?.host.waitUntil ?? host.waitUntil;
    waitUntil?.(flight.landed);
    return flight;
  }

  function serve(entry: CacheEntry): Credentials {
    if (onEvent !== undefined) emitHit(entry);
    return entry.credentials;
  }

  function emitHit(entry: CacheEntry): void {
    emit(onEvent, { type: "hit", source: name, remainingMs: entry.expiresAtMs - clock.now() });
  }

  function satisfies(entry: CacheEntry, minTtlMs: number): boolean {
    const nowMs = clock.now();
    return nowMs < entry.expiresAtMs && entry.expiresAtMs - nowMs >= minTtlMs;
  }

  function giveUp(entry: CacheEntry | undefined, minTtlMs: number, error: AlicredError): Credentials {
    if (entry === undefined) throw error;
    if (clock.now() < entry.expiresAtMs)
      throw minTtlError(entry, minTtlMs, `the refresh failed with ${error.code}`, error);
    const expiredAgoMs = Math.max(0, clock.now() - entry.expiresAtMs);
    const isRefused = !error.retryable || cache.failure?.refused;
    if (isRefused || minTtlMs > 0 || staleIfErrorMs === 0 || expiredAgoMs > staleIfErrorMs) throw error;
    emit(onEvent, { type: "stale-serve", source: name, expiredAgoMs });
    return markStale(entry.credentials, expiredAgoMs);
  }

  function minTtlError(entry: CacheEntry, minTtlMs: number, why: string, cause?: AlicredError): AlicredError {
    const remaining = Math.floor((entry.expiresAtMs - clock.now()) / 1000);
    const message = `The credentials live ${remaining} s more, ${Math.ceil(minTtlMs / 1000)} s were asked for, and ${why}. Ask for less, or let the source issue longer sessions.`;
    return new UnavailableError("MIN_TTL_UNAVAILABLE", message, {
      source: name,
      cause,
      retryable: cause?.retryable ?? false,
    });
  }

  function waitError(timeoutMs: number): AlicredError {
    return new UnavailableError(
      "WAIT_TIMEOUT",
      `${name} gave no answer within the ${timeoutMs} ms that this caller waits. The refresh goes on.`,
      { source: name },
    );
  }

  function closedError(): AlicredError {
    return new AlicredError("RESOLVER_CLOSED", "This resolver is closed. Make a new one.", { source: name });
  }

  return {
    name,
    transparent: true,
    get,
    peek: () =>
      cache.entry !== undefined && clock.now() < cache.entry.expiresAtMs
        ? cache.entry.credentials
        : undefined,
    invalidate(rejected) {
      if (cache.entry === undefined || (rejected !== undefined && rejected !== cache.entry.credentials))
        return;
      cache.rejected = cache.entry.credentials;
      cache.entry = undefined;
      emit(onEvent, { type: "invalidate", source: name });
    },
    explain({ signal } = {}) {
      const explainFor = async (limited: AbortSignal): Promise<TraceEntry> =>
        (
          await askTraced(
            createContext({ host, signal: limited, serverClock, onEvent, explaining: true }),
            source,
          )
        ).entry;
      const { refreshTimeoutMs } = complete;
      const tooLate = (): AlicredError =>
        new UnavailableError(
          "WAIT_TIMEOUT",
          `${name} could not be explained within ${refreshTimeoutMs} ms.`,
          { source: name },
        );
      return withDeadline(clock, refreshTimeoutMs, signal, explainFor, tooLate);
    },
    close() {
      if (closed) return;
      closed = true;
      cache.clear(closedError());
      emit(onEvent, { type: "close", source: name });
    },
    async resolve(context): Promise<Answer> {
      if (context.explaining) return ask(context, source);
      try {
        const credentials = await acquire({ signal: context.signal }, context);
        const recheckAtMs = cache.entry?.recheckAtMs ?? Number.POSITIVE_INFINITY;
        return found(credentials, Number.isFinite(recheckAtMs) ? recheckAtMs - clock.now() : undefined);
      } catch (thrown) {
        if (!(thrown instanceof AlicredError)) throw thrown;
        return cache.failure?.error === thrown ? cache.failure.answer : failed(thrown);
      }
    },
  };
}

function isSameKey(one: Credentials, other: Credentials | undefined): boolean {
  return one.accessKeyId === other?.accessKeyId && one.securityToken === other.securityToken;
}
