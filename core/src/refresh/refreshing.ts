/**
 * `refreshing`: the refresh cache around a source, which an application holds as its resolver.
 *
 * @module
 */
import { ask } from "../context.ts";
import { Credentials } from "../credentials.ts";
import { AlicredError, UnavailableError } from "../errors.ts";
import { emit } from "../events.ts";
import { type CredentialSource, found, type ResolveContext } from "../source.ts";
import type { TraceEntry } from "../trace.ts";
import { createRefreshCache } from "./cache.ts";
import type { CacheEntry } from "./entry.ts";
import { follow } from "./flight.ts";
import type { GetOptions, RefreshPolicy } from "./policy.ts";

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
  const { host, onEvent, mandatoryWaitMs = 5_000, staleIfErrorMs = 0 } = policy;
  const { clock } = host;
  const { name } = source;
  const cache = createRefreshCache(source, policy);
  let closed: AlicredError | undefined;

  function get(options?: GetOptions): Promise<Credentials> {
    const { entry } = cache;
    // The hot path: no allocation, one reading of the clock.
    if (entry !== undefined && options === undefined && clock.now() < entry.advisoryAtMs) {
      if (onEvent !== undefined) serve(entry);
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
      if (closed) throw closed;
      const { entry, failure } = cache;
      const nowMs = clock.now();
      const usable = entry !== undefined && nowMs < entry.expiresAtMs;
      const lives = usable && entry.expiresAtMs - nowMs >= minTtlMs;
      // A resolver around this one that asks again although it holds this very snapshot wants another.
      const enough = lives && (refreshed || !isSameKey(entry.credentials, parent?.held));
      const early = usable && nowMs < entry.advisoryAtMs;
      if (enough && (refreshed || early)) return serve(entry);
      if (usable && !lives && (refreshed || (early && entry.lifetimeMs < minTtlMs)))
        return fallBack(minTtlMs);

      const underWay = cache.flight();
      if (!underWay && failure && nowMs < failure.untilMs) return fallBack(minTtlMs, failure.error);
      const inTime = usable && nowMs < entry.mandatoryAtMs;
      const flight =
        underWay ??
        cache.refresh(
          !entry ? "cold" : !usable ? "expired" : !lives ? "min-ttl" : inTime ? "advisory" : "mandatory",
          parent,
        );
      const own = underWay === undefined;
      if (own) (options.waitUntil ?? parent?.host.waitUntil ?? host.waitUntil)?.(flight.landed);
      const waitEndsAtMs = flight.startedAtMs + mandatoryWaitMs;
      if (enough && (inTime || failure || nowMs >= waitEndsAtMs)) return serve(entry);

      const untilMs = enough ? Math.min(waitEndsAtMs, entry.expiresAtMs, deadlineMs) : deadlineMs;
      await follow(host, flight, own, untilMs, signal);
      refreshed = flight.settled;
      if (flight.error) return fallBack(minTtlMs, flight.error);
      if (!refreshed && clock.now() >= deadlineMs) return fallBack(minTtlMs, waitError(timeoutMs));
    }
  }

  function serve(entry: CacheEntry): Credentials {
    emit(onEvent, { type: "hit", source: name, remainingMs: entry.expiresAtMs - clock.now() });
    return entry.credentials;
  }

  /** What there is without a refresh: the snapshot while it lives, a stale one where that is allowed, or the error. */
  function fallBack(minTtlMs: number, error?: AlicredError): Credentials {
    const { entry, failure } = cache;
    if (!entry) throw error;
    const { credentials } = entry;
    const remainingMs = entry.expiresAtMs - clock.now();
    if (remainingMs > 0) {
      if (remainingMs >= minTtlMs) return serve(entry);
      throw minTtlError(minTtlMs, remainingMs, error);
    }
    const expiredAgoMs = -remainingMs;
    if (failure?.refused || minTtlMs > 0 || staleIfErrorMs === 0 || expiredAgoMs > staleIfErrorMs)
      throw error;
    emit(onEvent, { type: "stale-serve", source: name, expiredAgoMs });
    return new Credentials(credentials, { ...credentials, expiredAgoMs });
  }

  function minTtlError(minTtlMs: number, remainingMs: number, cause?: AlicredError): AlicredError {
    const seconds = [remainingMs, minTtlMs].map((ms) => Math.floor(ms / 1000));
    const why = cause
      ? `the refresh failed with ${cause.code}`
      : "the source issues no longer ones at present";
    return new UnavailableError(
      "MIN_TTL_UNAVAILABLE",
      `The credentials live ${seconds[0]} s more, ${seconds[1]} s were asked for, and ${why}. Ask for less, or let the source issue longer sessions.`,
      { source: name, cause, retryable: cause?.retryable ?? false },
    );
  }

  function waitError(timeoutMs: number): AlicredError {
    const message = `${name} did not answer within ${timeoutMs} ms. The refresh goes on.`;
    return new UnavailableError("WAIT_TIMEOUT", message, { source: name });
  }

  return {
    name,
    transparent: true,
    get,
    peek() {
      const { entry } = cache;
      return entry && clock.now() < entry.expiresAtMs ? entry.credentials : undefined;
    },
    invalidate(rejected = cache.entry?.credentials) {
      if (!rejected || rejected !== cache.entry?.credentials) return;
      cache.entry = undefined;
      emit(onEvent, { type: "invalidate", source: name });
    },
    explain: ({ signal } = {}) => cache.explain(signal),
    close() {
      if (closed) return;
      closed = new AlicredError("RESOLVER_CLOSED", "This resolver is closed. Make a new one.", {
        source: name,
      });
      cache.close(closed);
      emit(onEvent, { type: "close", source: name });
    },
    async resolve(context) {
      if (context.explaining) return ask(context, source);
      try {
        const credentials = await acquire({ signal: context.signal }, context);
        const { recheckAtMs = Number.POSITIVE_INFINITY } = cache.entry ?? {};
        return found(credentials, recheckAtMs - clock.now());
      } catch (thrown) {
        const { failure } = cache;
        // That nothing is configured is an answer too.
        if (failure && failure.error === thrown) return failure.answer;
        throw thrown;
      }
    },
  };
}

function isSameKey(one: Credentials, other: Credentials | undefined): boolean {
  return one.accessKeySecret === other?.accessKeySecret;
}
