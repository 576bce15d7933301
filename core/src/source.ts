/**
 * `CredentialSource`: anything that can yield credentials, and its three answers.
 *
 * @module
 */
import { Credentials, type CredentialsInit } from "./credentials.ts";
import type { AlicredError } from "./errors.ts";
import type { EventListener } from "./events.ts";
import type { Host } from "./host.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Notes } from "./trace.ts";

/** Anything that can yield credentials. Combinators such as `chain` take sources and are sources. */
export interface CredentialSource {
  /** Kebab-case; the same as the plugin's folder and package. */
  readonly name: string;
  /**
   * Acquires new credentials: a source does not cache the credentials that it answers with, though it may keep what it
   * needs to get them, such as a token. Whatever it throws counts as the answer "failed"; throw an `AlicredError` to
   * say what went wrong, because of the message of anything else only a part may be shown.
   */
  resolve(context: ResolveContext): Promise<Answer>;
  /** A wrapper that adds no step of its own to provenance and trace, such as the refresh cache. */
  readonly transparent?: boolean;
  /**
   * Ends what the source keeps, such as a lease or a connection. Called once, when the resolver that owns the source is
   * closed; nobody waits for what it returns, and what it throws is ignored.
   */
  close?(): unknown;
}

/** One of three answers, never two; in a dry run also the fourth, which takes the place of credentials. */
export type Answer = Found | NotConfigured | Failed | WouldAnswer;

export interface Found {
  readonly outcome: "credentials";
  readonly credentials: Credentials;
  /** Ask again after this many milliseconds at the latest, even if the credentials live longer. */
  readonly refreshAfterMs?: number | undefined;
  /** The region that comes with them: that of the profile which they are of. */
  readonly region?: string | undefined;
}

/** Nothing is configured for this source; a chain continues. */
export interface NotConfigured {
  readonly outcome: "not-configured";
  /** The settings that would have configured it: `environment variable ALICLOUD_ACCESS_KEY`, `file ~/.aliyun/config.json`. */
  readonly lookedFor: readonly string[];
}

/** The source is half configured, cannot be reached, or was refused; a chain stops unless its policy says to continue. */
export interface Failed {
  readonly outcome: "failed";
  readonly error: AlicredError;
}

/**
 * Only in a dry run (`context.explaining`): everything is configured, but to answer would issue a key, or change
 * something else.
 */
export interface WouldAnswer {
  readonly outcome: "would-answer";
}

/** The answer "credentials". */
export function found(init: CredentialsInit | Credentials, refreshAfterMs?: number): Found {
  const credentials = init instanceof Credentials ? init : new Credentials(init);
  return { outcome: "credentials", credentials, refreshAfterMs };
}

/** The answer "not configured", with what was looked for, as arguments or as a list. */
export function notConfigured(
  ...lookedFor: readonly [string | readonly string[], ...string[]]
): NotConfigured {
  return { outcome: "not-configured", lookedFor: lookedFor.flat() };
}

/** The answer "failed". */
export function failed(error: AlicredError): Failed {
  return { outcome: "failed", error };
}

/** The answer "would answer", for `context.explaining`. */
export function wouldAnswer(): WouldAnswer {
  return { outcome: "would-answer" };
}

/**
 * How far an answer reaches: 0 for every call; 1 for calls with the same input, because `context.input` was read; 2 for
 * one call alone.
 */
export type Reach = 0 | 1 | 2;

/** The input of a call and the reach of the answer to it, kept by the kernel. */
export interface CallScope {
  readonly input: unknown;
  reach: Reach;
}

/** A source with a cache around it. */
export interface CachedSource extends CredentialSource {
  /** Drops the cached snapshot that a service rejected, so that the next answer is a new one. */
  invalidate(rejected: Credentials): void;
}

/** The caches of the hops below a resolver, which ends them with itself. */
export interface Hops {
  /** The cache around a source, for the context that asks. */
  of(source: CredentialSource, context: ResolveContext): CachedSource;
}

/** Passed to a source when it is asked. */
export interface ResolveContext {
  readonly host: Host;
  /** Aborts when the time for the answer is up, or the resolver is closed. */
  readonly signal: AbortSignal;
  /** The issuer's time, as learnt from the `Date` header of its replies. Sign and compare expirations with this. */
  readonly serverClock: ServerClock;
  /** Whether this is a dry run for a trace: caches are bypassed, and later sources are asked too. */
  readonly explaining: boolean;
  /**
   * The snapshot that the asking resolver already holds, or that a service rejected. A source that finds its sessions
   * in a file must not answer with this one again; one that can renew its lease may, unless it was rejected.
   */
  readonly held?: Credentials | undefined;
  /**
   * Life that the credentials must have for the call that asks (`GetOptions.minTtlMs`), in milliseconds; 0 if any will do.
   * A source that keeps sessions, such as a cache that processes share, must not answer with one that has less left if
   * it can get another; one that makes new ones may ignore it. It does not reach the source behind `cached`: the
   * session of a role may outlive its base.
   */
  readonly minTtlMs: number;
  /** The snapshot that a service rejected (`invalidate`). An answer that expires and equals it counts as failed. */
  readonly rejected?: Credentials | undefined;
  /**
   * The caller's input (`GetOptions.input`), such as the request that it serves. Once a source has read it, its
   * answer is only for calls with the same input: credentials are not kept for others, and a failure that does not pass
   * by itself holds nobody else back. `concerns` says otherwise.
   */
  readonly input: unknown;
  /**
   * Whether an earlier refresh failed and nothing valid is left. The refresh cache itself tries again soon, so that
   * `sendRequest` then sends each request once.
   */
  readonly isRetry?: boolean | undefined;
  readonly onEvent?: EventListener | undefined;
  /** The caches of the resolver that is at the root of this resolution, kept by the kernel. */
  readonly hops?: Hops | undefined;
  /**
   * A source with a cache around it, for a source that needs the credentials of another for its own. The resolver at the
   * root owns that cache: it has the same policy, and ends with it. A resolver of the application's own is returned as
   * it is. Without a resolver, as in a test, nothing is cached.
   */
  cached(source: CredentialSource): CachedSource;
  /**
   * Says which calls the answer is for, where that is not as `input` says: `every-call` for credentials that do not
   * depend on whose call acquired them, such as the session of a role; `this-call` for an answer that depends on the call
   * although `input` was not read. Nothing is kept of the latter, be it credentials or a failure.
   */
  concerns(calls: "this-call" | "every-call"): void;
  /** The time left for the answer, in milliseconds; `Infinity` without a limit, as in a test. */
  remainingMs(): number;
  /** Notes in the trace which variable, argument or file field supplied a part of the answer. */
  supplied(part: string, from: string): void;
  /** Notes a warning in the trace. */
  warn(message: string): void;
  /** Marks the source that was asked last as shadowed: it would have answered, had an earlier one not done so. */
  shadow(): void;
  /** The notes of this source, kept by the kernel. */
  readonly notes: Notes;
  /** Kept by the kernel. */
  readonly scope: CallScope;
  /** The end of the time for the answer, by the monotonic clock, kept by the kernel. */
  readonly endsAtMs?: number | undefined;
}

/** A resolver that the application made itself, and closes itself. */
export function isResolver(source: CredentialSource): source is CachedSource {
  return "invalidate" in source;
}

/** The sources that are being closed: one that has several places in a resolver is closed once. */
const closing = new WeakSet<CredentialSource>();

/** Closes a source that is not a resolver, whatever that throws. */
export function closeSource(source: CredentialSource): void {
  if (isResolver(source) || closing.has(source)) return;
  closing.add(source);
  const closed = (async () => source.close?.())();
  // Nobody is left to be told of an error.
  void closed.catch(() => undefined).then(() => closing.delete(source));
}
