/**
 * Events: what the kernel does, for logs, metrics and traces. None of them holds a secret.
 *
 * @module
 */
import type { ErrorCode } from "./error-codes.ts";
import type { TraceEntry } from "./trace.ts";

/** Why a refresh started. */
export type RefreshReason = "cold" | "advisory" | "mandatory" | "expired" | "min-ttl";

/** One step of the kernel. `source` names the source it concerns; durations are in milliseconds. */
export type ResolverEvent = Step & {
  /** How many caches lie between the resolver and this step: 0 for its own, 1 for those of a role's base. */
  readonly depth: number;
};

/** A step as it is told by the source or cache that takes it. */
export type Step =
  /** A source is asked. */
  | { readonly type: "attempt"; readonly source: string }
  /** A source is not configured, and the resolution continues without it. */
  | {
      readonly type: "skip";
      readonly source: string;
      readonly lookedFor: readonly string[];
      readonly durationMs: number;
    }
  /** A source answered with credentials or failed. */
  | {
      readonly type: "answer";
      readonly source: string;
      readonly outcome: TraceEntry["outcome"];
      readonly code?: ErrorCode | undefined;
      readonly durationMs: number;
    }
  /** A caller was given valid credentials. `remainingMs` is `Infinity` for a key that does not expire. */
  | { readonly type: "hit"; readonly source: string; readonly remainingMs: number }
  | { readonly type: "refresh-start"; readonly source: string; readonly reason: RefreshReason }
  | {
      readonly type: "refresh-success";
      readonly source: string;
      readonly durationMs: number;
      readonly expiresAtMs: number | undefined;
    }
  | {
      readonly type: "refresh-failure";
      readonly source: string;
      readonly durationMs: number;
      readonly code: ErrorCode;
      readonly retryable: boolean;
      readonly nextAttemptInMs: number;
    }
  /** Credentials past their expiry were served, as `staleIfErrorMs` allows. */
  | { readonly type: "stale-serve"; readonly source: string; readonly expiredAgoMs: number }
  /** A refresh died with the request that had started it; a waiter starts another. */
  | { readonly type: "take-over"; readonly source: string; readonly silentMs: number }
  /** A change that a source meant to write to a file, such as new tokens, is kept only in memory. */
  | {
      readonly type: "not-saved";
      readonly source: string;
      readonly profile: string;
      readonly reason: string;
    }
  /**
   * A store that processes share was asked for a session: one came from it (`hit`); this process has the lease and asks
   * the source for all (`leased`), or waits for another that has it (`waiting`); the new session was stored (`written`),
   * or not, because the lease was lost meanwhile (`lease-lost`); a rejected one was removed for all (`removed`); what is
   * stored cannot be read (`unreadable`), or the store failed (`failed`).
   */
  | {
      readonly type: "store";
      readonly source: string;
      readonly store: string;
      readonly outcome:
        | "hit"
        | "leased"
        | "waiting"
        | "written"
        | "lease-lost"
        | "removed"
        | "unreadable"
        | "failed";
      /** The time since the session was stored, in milliseconds. */
      readonly ageMs?: number | undefined;
      readonly code?: ErrorCode | undefined;
    }
  | { readonly type: "invalidate"; readonly source: string }
  | { readonly type: "close"; readonly source: string };

export type EventListener = (event: ResolverEvent) => void;

/** Calls a listener; what it throws must not fail a resolution. */
export function emit(listener: EventListener | undefined, step: Step | ResolverEvent): void {
  try {
    // A hit, of which there are many, comes complete.
    listener?.("depth" in step ? step : { ...step, depth: 0 });
  } catch {
    // A broken logger is no reason to withhold credentials.
  }
}

/** The listener for a cache below the one of `listener`. */
export function deeper(listener: EventListener | undefined): EventListener | undefined {
  return listener && ((event) => listener({ ...event, depth: event.depth + 1 }));
}
