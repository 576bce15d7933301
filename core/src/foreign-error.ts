/**
 * Turns what a source threw into an error of alicred.
 *
 * @module
 */
import { AlicredError, type ErrorDetails, errorClasses, safeIdentifier } from "./errors.ts";
import type { ForeignText, Host } from "./host.ts";

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
 * The forms of names and frames that are not secrets, for a host without diagnostics: classes of errors, codes in capitals,
 * functions in files.
 */
const PLAIN: Readonly<Partial<Record<ForeignText, RegExp>>> = {
  name: /^(([A-Z]\w*)?(Error|Exception)|[A-Z]+(_[A-Z\d]+)*)$/,
  frame: /^ +at (async )?([a-z$_.<>[\] ]+\d{0,2} \()?[^\s()]+(\.\w+|>):\d+:\d+\)?$/i,
};

/** Shows a part of a foreign error, or an empty text if it may hold a secret. */
type Show = (text: string, kind: ForeignText) => string;

/**
 * Turns what a source threw into an error of alicred that names the source. For anything but an `AlicredError` it shows the
 * name, the code or that of a cause, the frames of its stack, and as much of the message as the host's diagnostics let
 * pass.
 */
export function toAlicredError(thrown: unknown, source: string, host: Host): AlicredError {
  let error: AlicredError;
  try {
    error = thrown instanceof AlicredError ? thrown : foreignError(thrown, source, host);
  } catch {
    // Even reading a field of it throws.
    error = foreignError(undefined, source, host);
  }
  // The innermost source that was asked comes here first. A frozen error cannot name it.
  if (!error.source) Reflect.set(error, "source", source);
  return error;
}

/** Another error of the same class and code, which keeps the frames: they show where it came from. */
export function derivedError(error: AlicredError, message: string, details: ErrorDetails): AlicredError {
  // Not the error's own constructor: that of a third-party subclass may take anything.
  const ErrorClass = Object.values(errorClasses).find((each) => error instanceof each) ?? AlicredError;
  const derived = new ErrorClass(error.code, message, { ...error, ...details, cause: error });
  return withFrames(
    derived,
    framesOf(error, (frame) => frame),
  );
}

function foreignError(thrown: unknown, source: string, host: Host): AlicredError {
  const { diagnostics } = host;
  const show: Show = (text, kind) =>
    diagnostics ? diagnostics.show(host, text, kind) : PLAIN[kind]?.test(text) ? text : "";
  const isError = thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
  const foreign: Thrown = isError ? (thrown as Thrown) : { message: thrown };
  const names = [foreign.name, codeOf(foreign)].map((each) => show(safeIdentifier(each) ?? "", "name"));
  const label = isError ? names.filter(Boolean).join(" ") || "an error" : typeof thrown;
  // Parsers quote what they could not read.
  const isParsers = thrown instanceof SyntaxError || foreign.name === "SyntaxError";
  const text = isParsers || typeof foreign.message !== "string" ? "" : foreign.message;
  const said = show(text, "message").replace(/[\s.:;,]+$/, "");
  const unsaid = diagnostics ? "" : " by a host without diagnostics";
  const what = said ? `: ${said}.` : `. Its message is not shown${unsaid}.`;
  const message = `${source} threw ${label}${what} Check the source's code; the stack says where.`;
  const error = new AlicredError("SOURCE_THREW", message, { retryable: true });
  return withFrames(error, isError ? framesOf(foreign, show) : []);
}

/** The error's own code, else the nearest among its causes: `fetch failed` says why only there. */
export function codeOf(thrown: unknown, depth = 0): unknown {
  const { code, cause, errors }: Thrown = Object(thrown);
  if (typeof code === "string" || depth === MOST_CAUSES) return code;
  return codeOf(cause ?? Object(errors)[0], depth + 1);
}

function withFrames(error: AlicredError, frames: readonly string[]): AlicredError {
  const stack = [String(error), ...frames].join("\n");
  return Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
}

/** The frames of a stack, without the message before them, whose lines may look like frames. */
function framesOf({ stack, message }: Thrown, show: Show): readonly string[] {
  if (typeof stack !== "string") return [];
  const text = typeof message === "string" ? message : "";
  // The message may have been changed since, and the stack still shows the old one.
  const kind = message === text && stack.includes(text) ? "frame" : "doubtful-frame";
  const frames = stack.replace(text, "").match(/^ +at .*:\d+:\d+\)?$/gm) ?? [];
  return frames.map((frame) => show(frame, kind)).filter(Boolean);
}
