/**
 * One call to a refresh cache.
 *
 * @module
 */
import type { Credentials } from "../credentials.ts";
import type { ServerClock } from "../server-clock.ts";
import type { CallScope } from "../source.ts";

/** One call, of an application or of the source of a hop above. */
export interface Call {
  readonly signal?: AbortSignal | undefined;
  /** Default: 0. */
  readonly minTtlMs?: number;
  /** Default: none. */
  readonly timeoutMs?: number;
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /** Default: that of the calls to this cache. */
  readonly serverClock?: ServerClock;
  /** The snapshot that the asking resolver holds: it wants a different one. */
  readonly held?: Credentials | undefined;
  readonly isRetry?: boolean | undefined;
  /** The input, and how far the answer reaches. */
  readonly scope: CallScope;
  /** The end of the time of the refresh that asks, by the monotonic clock. */
  readonly endsAtMs?: number | undefined;
  /** End a refresh that the call starts. Default: none. */
  readonly endings?: readonly AbortSignal[];
}

/** Callers without options that wait together, so that a crowd of them costs little more than one. */
export interface Crowd {
  join(): Promise<Credentials>;
  /** Later callers begin anew. */
  dissolve(): void;
}

/**
 * @param acquire the first caller's call; the others make their own only when its answer is for it alone
 * @param onFollower called for each other caller that is given the answer of the first
 */
export function createCrowd(
  acquire: (scope: CallScope) => Promise<Credentials>,
  onFollower?: (credentials: Credentials) => void,
): Crowd {
  let follow: (() => Promise<Credentials>) | undefined;
  return {
    join() {
      if (follow) return follow();
      const scope: CallScope = { input: undefined, reach: 0 };
      const isForAll = (): boolean => scope.reach < 2;
      const own = acquire(scope);
      const pass = (credentials: Credentials): Credentials | Promise<Credentials> => {
        if (!isForAll()) return acquire({ ...scope, reach: 0 });
        onFollower?.(credentials);
        return credentials;
      };
      const fail = (): Promise<Credentials> => (isForAll() ? own : acquire({ ...scope, reach: 0 }));
      const followOwn = (): Promise<Credentials> => own.then(pass, fail);
      const over = (): void => {
        if (follow === followOwn) follow = undefined;
      };
      follow = followOwn;
      own.then(over, over);
      return own;
    },
    dissolve() {
      follow = undefined;
    },
  };
}
