/**
 * `Resolver`: what an application holds.
 *
 * @module
 */
import type { Credentials } from "../credentials.ts";
import type { CredentialSource } from "../source.ts";
import type { TraceEntry } from "../trace.ts";
import type { GetOptions } from "./policy.ts";

/** A source with its refresh cache. */
export interface Resolver extends CredentialSource {
  /**
   * Valid credentials, from the cache whenever they are fresh enough.
   *
   * @throws {ConfigurationError} `INVALID_OPTION` for a number that is not 0 or more.
   * @throws {AlicredError} the error of the source when there is nothing valid to serve; `MIN_TTL_UNAVAILABLE`,
   *   `WAIT_TIMEOUT`, `RESOLVER_CLOSED`; or the reason of an aborted `signal`.
   */
  get(options?: GetOptions): Promise<Credentials>;
  /** The cached snapshot while it is valid, without waiting and without starting anything. */
  peek(): Credentials | undefined;
  /**
   * Drops the cached snapshot, so that the next `get` acquires a new one. Given the snapshot that a service rejected,
   * it drops only that one, however many callers report it, and a source that answers with it again is refused
   * (`CREDENTIALS_REJECTED`), unless it does not expire. A back-off after failures stays in force.
   */
  invalidate(rejected?: Credentials): void;
  /** Asks every source again, bypassing all caches, and returns what each answered and why. */
  explain(options?: Pick<GetOptions, "signal" | "input">): Promise<TraceEntry>;
  /**
   * Ends the refresh under way, also those of the hops below a role, fails its waiters, closes the sources, and leaves no
   * timer behind. Every later `get` fails. A resolver that the application made itself and passed on as a base stays open.
   */
  close(): void;
}
