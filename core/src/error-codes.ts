/**
 * The codes of errors.
 *
 * @module
 */

/** A code: one of the kernel's, or one that a plugin adds, such as those of `ProfileErrorCode` in `@alicred/plugin-kit`. */
export type ErrorCode = KernelCode | (string & Record<never, never>);

/**
 * Every code that the kernel raises or has for every source. Codes are stable; messages are not. This package's README
 * lists their class, whether they are retryable, and what to do.
 */
export type KernelCode =
  /** No source found anything to work with. `answers` says what each looked for. */
  | "NOT_CONFIGURED"
  /** An argument in code, or an option of the command, is not valid. */
  | "INVALID_OPTION"
  /** Some settings of a source are present, but others that it needs are not. */
  | "INCOMPLETE_CONFIGURATION"
  /** A variable, a file or a profile has a value that is not valid, or needs what this runtime lacks. */
  | "INVALID_CONFIGURATION"
  /** A named file is missing, cannot be read or is too large. */
  | "FILE_UNREADABLE"
  /** The service understood the request and refused it. */
  | "UPSTREAM_REFUSED"
  /** The service answered with a status of 500 or above. */
  | "UPSTREAM_UNAVAILABLE"
  /** The service answered that there are too many requests. */
  | "UPSTREAM_THROTTLED"
  /** A service or a source did not answer in time. */
  | "UPSTREAM_TIMEOUT"
  /** The service could not be reached. */
  | "NETWORK_ERROR"
  /** The service answered with a redirect, which is never followed. */
  | "REDIRECT_REFUSED"
  /** The service answered with more bytes than are accepted. */
  | "RESPONSE_TOO_LARGE"
  /** An answer could not be read. */
  | "RESPONSE_MALFORMED"
  /** An answer lacks a part of the credentials, or has one that is not printable ASCII. */
  | "CREDENTIALS_INCOMPLETE"
  /** The credentials, or the token to be exchanged for them, had already expired on arrival. */
  | "CREDENTIALS_EXPIRED"
  /** A source answered again with temporary credentials that a service had rejected. */
  | "CREDENTIALS_REJECTED"
  /** A program could not be started, failed, took too long or printed too much. */
  | "PROCESS_FAILED"
  /** A source threw a foreign error, or gave an invalid answer. */
  | "SOURCE_THREW"
  /** The caller's own `timeoutMs` is over. The refresh continues for the others. */
  | "WAIT_TIMEOUT"
  /** There are valid credentials, but none that live for the caller's `minTtlMs`. */
  | "MIN_TTL_UNAVAILABLE"
  /** The resolver was closed. */
  | "RESOLVER_CLOSED";
