/**
 * One call to a refresh cache.
 *
 * @module
 */
import type { Credentials } from "../credentials.ts";
import type { ServerClock } from "../server-clock.ts";

/** One call, of an application or of the source of a hop above. */
export interface Call {
  readonly signal?: AbortSignal | undefined;
  readonly minTtlMs: number;
  readonly timeoutMs: number;
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  readonly serverClock: ServerClock;
  /** The snapshot that the asking resolver holds: it wants a different one. */
  readonly held?: Credentials | undefined;
  readonly isRetry: boolean;
  /** End a refresh that the call starts. */
  readonly endings: readonly AbortSignal[];
}
