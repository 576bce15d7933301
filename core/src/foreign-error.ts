/**
 * Turns what a source threw into an error of alicred.
 *
 * @module
 */
import { AlicredError, type ErrorDetails, errorClasses, safeIdentifier } from "./errors.ts";
import { hideAll, hideTokens, presentable } from "./redact.ts";

/** How far a chain of causes is followed, which may be a circle. */
const MOST_CAUSES = 5;

interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/**
 * Turns what a source threw into an error of alicred that names the source. For anything but an `AlicredError` it shows the
 * name, the code or that of a cause, the frames of its stack, and as much of the message as `presentable` lets pass.
 *
 * @param secrets those that are known
 */
export function toAlicredError(
  thrown: unknown,
  source: string,
  secrets: Iterable<string> = [],
): AlicredError {
  const error = thrown instanceof AlicredError ? thrown : foreignError(thrown, source, secrets);
  // The innermost source that was asked comes here first.
  return error.source ? error : Object.assign(error, { source });
}

/** Another error of the same class and code, which keeps the frames: they show where it came from. */
export function derivedError(error: AlicredError, message: string, details: ErrorDetails): AlicredError {
  // Not the error's own constructor: that of a third-party subclass may take anything.
  const ErrorClass = Object.values(errorClasses).find((each) => error instanceof each) ?? AlicredError;
  const derived = new ErrorClass(error.code, message, { ...error, ...details, cause: error });
  return withFrames(derived, framesOf(error, []));
}

function foreignError(thrown: unknown, source: string, secrets: Iterable<string>): AlicredError {
  const isError = thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
  const foreign: Thrown = isError ? (thrown as Thrown) : { name: typeof thrown, message: thrown };
  const label = [foreign.name, codeOf(foreign)].map((each) => named(each, secrets)).filter(Boolean);
  // Parsers quote what they could not read.
  const text = foreign.name === "SyntaxError" || typeof foreign.message !== "string" ? "" : foreign.message;
  const said = presentable(text, secrets).replace(/[\s.:;,]+$/, "");
  const error = new AlicredError(
    "SOURCE_THREW",
    [
      `${source} threw ${label.join(" ")}${said && `: ${said}`}.`,
      said ? "" : " Its message is not shown.",
      " Check the source's code; the stack says where.",
    ].join(""),
    { retryable: true },
  );
  return isError ? withFrames(error, framesOf(foreign, secrets)) : withFrames(error, []);
}

/** The error's own code, else the nearest among its causes: `fetch failed` says why only there. */
export function codeOf(thrown: unknown, depth = 0): unknown {
  const { code, cause, errors }: Thrown = Object(thrown);
  if (typeof code === "string" || depth === MOST_CAUSES) return code;
  return codeOf(cause ?? Object(errors)[0], depth + 1);
}

function named(value: unknown, secrets: Iterable<string>): string | undefined {
  const name = safeIdentifier(value);
  return name && presentable(name, secrets) === name ? name : undefined;
}

function withFrames(error: AlicredError, frames: readonly string[]): AlicredError {
  const stack = [String(error), ...frames].join("\n");
  return Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
}

/** The frames of a stack, without the message before them, whose lines may look like frames. */
function framesOf({ stack, message }: Thrown, secrets: Iterable<string>): readonly string[] {
  if (typeof stack !== "string") return [];
  const text = String(message);
  const isThere = text === "" || stack.includes(text);
  // The message may have been changed since, and the stack still shows the old one.
  const frames = stack.replace(text, "").match(/^ +at .*:\d+:\d+\)?$/gm) ?? [];
  return frames.map((frame) => hideAll(isThere ? frame : hideTokens(frame), secrets));
}
