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
import type { Supplied, TraceEntry } from "./trace.ts";

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
}

/** One of three answers, never two. */
export type Answer = Found | NotConfigured | Failed;

export interface Found {
  readonly outcome: "credentials";
  readonly credentials: Credentials;
  /** Ask again after this many milliseconds at the latest, even if the credentials live longer. */
  readonly refreshAfterMs?: number | undefined;
  /** The region that comes with them: that of the profile which they are of. */
  readonly region?: string | undefined;
}

/** Nothing is configured for this source; a chain goes on. */
export interface NotConfigured {
  readonly outcome: "not-configured";
  /** What would have configured it: `environment variable ALICLOUD_ACCESS_KEY`, `file ~/.aliyun/config.json`. */
  readonly lookedFor: readonly string[];
}

/** The source is half configured, cannot be reached, or was refused; a chain stops unless its policy says to go on. */
export interface Failed {
  readonly outcome: "failed";
  readonly error: AlicredError;
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

/** What a source gets when it is asked. */
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
   * in a file must not answer with this one again.
   */
  readonly held?: Credentials | undefined;
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
  /** Notes in the trace which variable, argument or file field supplied a part of the answer. */
  supplied(part: string, from: string): void;
  /** Notes a warning in the trace. */
  warn(message: string): void;
  /** The notes of this source, kept by the kernel. */
  readonly notes: Notes;
}

/** The growing part of a trace entry. */
export interface Notes {
  readonly supplied: Supplied[];
  readonly warnings: string[];
  readonly children: TraceEntry[];
}
