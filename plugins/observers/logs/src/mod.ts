/**
 * The events of a resolver as log lines: of pino, or of the console.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 * import { logToPino } from "@alicred/logs";
 * import pino from "pino";
 *
 * const resolver = refreshing(envCredentials(), { host: nodeHost(), onEvent: logToPino(pino()) });
 * ```
 *
 * @module
 */
import type { EventListener, ResolverEvent } from "@alicred/core";

/** The levels that both kinds of logger have, and `trace`, which is for each hit. */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

/** The part of pino, and of loggers like it, that is used: the fields first. */
export type StructuredLogger = Readonly<Record<LogLevel, (fields: object, message: string) => void>>;

/** The part of a console that is used. */
export type TextLogger = Readonly<Record<Exclude<LogLevel, "trace">, (line: string) => void>>;

export interface ConsoleLogOptions {
  /** The least level that is written. `trace` is written as `debug`, because that of a console prints a stack. Default: `info`. */
  readonly level?: LogLevel | undefined;
}

/** The outcomes in spite of which a shared session was served or acquired. */
const STORE_FAULTS: readonly string[] = ["lease-lost", "unreadable", "failed"];

const LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error"];

/**
 * A listener that logs each event with its fields below `alicred`, at the level of `levelOf`, and with a message for people.
 * The logger's own level decides what is written.
 */
export function logToPino(logger: StructuredLogger): EventListener {
  return (event) => logger[levelOf(event)]({ alicred: { ...event } }, messageOf(event));
}

/** A listener that writes a line for each event of a level. Nothing in a line can move the cursor of a terminal. */
export function logToConsole(console: TextLogger, { level = "info" }: ConsoleLogOptions = {}): EventListener {
  return (event) => {
    const own = levelOf(event);
    if (LEVELS.indexOf(own) < LEVELS.indexOf(level)) return;
    console[own === "trace" ? "debug" : own](`alicred: ${messageOf(event)}`);
  };
}

/**
 * The level of an event: `error` for a failure that stays until somebody changes something, `warn` for one that may pass by
 * itself and for what was done in spite of one, `info` for new credentials, `trace` for a hit, `debug` for the rest.
 */
export function levelOf(event: ResolverEvent): LogLevel {
  switch (event.type) {
    case "refresh-failure":
      return event.retryable ? "warn" : "error";
    case "stale-serve":
    case "not-saved":
    case "take-over":
      return "warn";
    case "store":
      return STORE_FAULTS.includes(event.outcome) ? "warn" : "debug";
    case "refresh-success":
      return "info";
    case "hit":
      return "trace";
    default:
      return "debug";
  }
}

/** An event as a sentence, without control characters. */
export function messageOf(event: ResolverEvent): string {
  return `${clean(event.source)}: ${clean(whatHappened(event))}`;
}

function whatHappened(event: ResolverEvent): string {
  switch (event.type) {
    case "attempt":
      return "asked";
    case "skip":
      return `not configured; looked for ${event.lookedFor.join(", ")}`;
    case "answer":
      return `answered ${event.outcome}${event.code === undefined ? "" : ` (${event.code})`} after ${seconds(event.durationMs)}`;
    case "hit":
      return `served credentials that live ${seconds(event.remainingMs)} more`;
    case "refresh-start":
      return `refresh started (${event.reason})`;
    case "refresh-success":
      return `refreshed in ${seconds(event.durationMs)}; ${event.expiresAtMs === undefined ? "the credentials do not expire" : `they expire at ${new Date(event.expiresAtMs).toISOString()}`}`;
    case "refresh-failure":
      return `refresh failed after ${seconds(event.durationMs)} (${event.code}); next attempt in ${seconds(event.nextAttemptInMs)} at the earliest`;
    case "stale-serve":
      return `served credentials that expired ${seconds(event.expiredAgoMs)} ago`;
    case "take-over":
      return `a refresh died with its request, silent for ${seconds(event.silentMs)}; a waiting call starts another`;
    case "not-saved":
      return `a new session of profile ${event.profile} is kept only in memory: ${event.reason}`;
    case "store":
      return `store ${event.store}: ${event.outcome}${event.code === undefined ? "" : ` (${event.code})`}${event.ageMs === undefined ? "" : `, stored ${seconds(event.ageMs)} ago`}`;
    case "invalidate":
      return "dropped its credentials";
    case "close":
      return "closed";
  }
}

function seconds(ms: number): string {
  return Number.isFinite(ms) ? `${(ms / 1000).toFixed(2)} s` : "for ever";
}

/** Names and reasons may come from files. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
