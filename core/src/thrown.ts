/**
 * Reads what was thrown, of which nothing is known, and makes an error of alicred of it.
 *
 * @module
 */
import { AlicredError, type ErrorDetails, errorClasses } from "./errors.ts";
import type { Host } from "./host.ts";

/** How far a chain of causes is followed, which may be a circle. */
const MOST_CAUSES = 5;

export interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/**
 * The error for what a source threw, with the name of the source: an error of alicred as it is; of anything else, as much as
 * the host's diagnostics show.
 */
export function toAlicredError(thrown: unknown, source: string, host: Host): AlicredError {
  let error: AlicredError | undefined;
  try {
    error = thrown instanceof AlicredError ? thrown : host.diagnostics?.foreignError(host, thrown, source);
  } catch {
    // Even reading a field of it throws.
  }
  error ??= new AlicredError("SOURCE_THREW", `${source} threw an error. Check the source.`, {
    retryable: true,
  });
  // The innermost source that was asked comes here first. A frozen error cannot name it.
  if (!error.source) Reflect.set(error, "source", source);
  return error;
}

/** Another error of the same class and code, which keeps the frames: they show where it came from. */
export function derivedError(error: AlicredError, message: string, details: ErrorDetails): AlicredError {
  // Not the error's own constructor: that of a third-party subclass may take anything.
  const ErrorClass = Object.values(errorClasses).find((each) => error instanceof each) ?? AlicredError;
  const derived = new ErrorClass(error.code, message, { ...error, ...details, cause: error });
  return withFrames(derived, framesOf(error).frames);
}

/** The error's own code, else the nearest among its causes: `fetch failed` says why only there. */
export function codeOf(thrown: unknown, depth = 0): unknown {
  const { code, cause, errors }: Thrown = Object(thrown);
  if (typeof code === "string" || depth === MOST_CAUSES) return code;
  return codeOf(cause ?? Object(errors)[0], depth + 1);
}

export function withFrames(error: AlicredError, frames: readonly string[]): AlicredError {
  const stack = [String(error), ...frames].join("\n");
  return Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
}

/**
 * The frames of a stack, without the message before them, whose lines may look like frames. Where the message may have
 * been changed since, and the stack still shows the old one, the frames are doubtful.
 */
export function framesOf({ stack, message }: Thrown): {
  readonly frames: readonly string[];
  readonly isDoubtful: boolean;
} {
  if (typeof stack !== "string") return { frames: [], isDoubtful: false };
  const text = typeof message === "string" ? message : "";
  const isDoubtful = message !== text || !stack.includes(text);
  return { frames: stack.replace(text, "").match(/^ +at .*:\d+:\d+\)?$/gm) ?? [], isDoubtful };
}
