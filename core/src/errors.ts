/**
 * Errors: one base class, a subclass per possible reaction of a caller, a stable `code`.
 *
 * No message, cause or field ever holds a secret, a response body or the content of a file.
 *
 * @module
 */
import type { ErrorCode } from "./error-codes.ts";
import type { TraceEntry } from "./trace.ts";

/** Details of an error besides its code and message. */
export interface ErrorDetails {
  /** Name of the source that raised the error: the innermost that was asked, set by the kernel. */
  readonly source?: string | undefined;
  /** HTTP status of the upstream's answer. */
  readonly status?: number | undefined;
  /** The upstream's own error code, such as `NoPermission`. */
  readonly serverCode?: string | undefined;
  /** The operating system's or runtime's code, such as `EACCES` or `ECONNREFUSED`. */
  readonly systemCode?: string | undefined;
  /** The upstream's request id, for a support ticket. */
  readonly requestId?: string | undefined;
  /** Whether the same call may succeed later without anybody changing anything. Default: by class. */
  readonly retryable?: boolean | undefined;
  /** How long the upstream asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Every source's answer, in the order they were asked; set on the error of a chain. */
  readonly answers?: readonly TraceEntry[] | undefined;
  readonly cause?: unknown;
}

/** The base of every error that alicred raises. */
export class AlicredError extends Error {
  /** Whether errors of this class are retryable unless their details say otherwise. */
  static readonly retryable: boolean = false;
  declare readonly code: ErrorCode;
  declare readonly retryable: boolean;
  declare readonly source?: string;
  declare readonly status?: number;
  declare readonly serverCode?: string;
  declare readonly systemCode?: string;
  declare readonly requestId?: string;
  declare readonly retryAfterMs?: number;
  declare readonly answers?: readonly TraceEntry[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details);
    const { cause, retryable = new.target.retryable, ...others } = details;
    for (const [name, value] of Object.entries({ ...others, code, retryable })) {
      if (value !== undefined) Object.assign(this, { [name]: value });
    }
  }
}

/** Under this symbol every copy of the kernel in a program keeps the names of an error's classes. */
const CLASSES: unique symbol = Symbol.for("@alicred/core/error-classes") as never;

/** No source is configured: supply credentials in one of the ways that the message lists. */
export class NotConfiguredError extends AlicredError {}

/** Something is configured wrongly: fix the option, variable, file or profile that the message names. */
export class ConfigurationError extends AlicredError {}

/** The upstream refused the request: fix the identity, its permissions or the role's trust policy. */
export class RefusedError extends AlicredError {}

/** The upstream could not be reached or is overloaded: try again later. `retryable` by default. */
export class UnavailableError extends AlicredError {
  static override readonly retryable = true;
}

/** A source answered with something unusable as credentials. `retryable` by default. */
export class InvalidAnswerError extends AlicredError {
  static override readonly retryable = true;
}

/** Every class by its name, the base last. */
export const errorClasses: Readonly<Record<string, typeof AlicredError>> = {
  NotConfiguredError,
  ConfigurationError,
  RefusedError,
  UnavailableError,
  InvalidAnswerError,
  AlicredError,
};

// On the prototype, the name exists when the stack is captured, and a minifier cannot shorten it.
for (const [name, ErrorClass] of Object.entries(errorClasses)) {
  Object.assign(ErrorClass.prototype, { name });
  Object.defineProperty(ErrorClass.prototype, CLASSES, { value: [name, "AlicredError"] });
}
Object.defineProperty(AlicredError, Symbol.hasInstance, { value: hasInstance });

/** An error made by another copy of the kernel is an instance too. A class of a third party knows only its own. */
function hasInstance(this: typeof AlicredError, value: unknown): boolean {
  return Object.hasOwn(this.prototype, CLASSES)
    ? (Object(value)[CLASSES]?.includes(this.prototype.name) ?? false)
    : Function.prototype[Symbol.hasInstance].call(this, value);
}

/**
 * The value if it looks like a name or code, which may be shown; else `undefined`. Thirty letters of both cases and digits in
 * a row are neither: keys and tokens are such.
 */
export function safeIdentifier(value: unknown): string | undefined {
  const form = /^(?!.*(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{30})[\w.-]+$/;
  // A long text takes the form's lookaheads as long as its square.
  return typeof value === "string" && value.length <= 80 && form.test(value) ? value : undefined;
}
