import { ConfigurationError, type ErrorCode, InvalidAnswerError } from "@alicred/core";

/** The error for a command that must not or cannot run. */
export function unusable(what: string, code: ErrorCode, why: string): ConfigurationError {
  const message = `${what} cannot be used: ${why}. Change that, or use another mode.`;
  return new ConfigurationError(code, message);
}

/** The error for an output that is no credentials. */
export function misprint(what: string, code: ErrorCode, found: string): InvalidAnswerError {
  const message = `${what} printed ${found}. Let it print one JSON object alone: access_key_id, access_key_secret and, for a session, sts_token and expiration.`;
  return new InvalidAnswerError(code, message);
}
