import { Credentials, type ErrorCode, InvalidAnswerError, readInstant } from "@alicred/core";
import { type ProfileFields, parseJson } from "@alicred/plugin-kit";

/**
 * Parses the output of a command.
 *
 * @throws {InvalidAnswerError} `RESPONSE_MALFORMED` when it is not a JSON object; nothing of it is quoted.
 */
export function parseOutput(stdout: string, what: string): ProfileFields {
  const output = parseJson(stdout);
  if (output !== undefined) return output;
  throw outputError(what, "RESPONSE_MALFORMED", stdout.trim() === "" ? "nothing" : "no JSON object");
}

/**
 * The mode that the output names, in lower case; the empty text when it names none.
 *
 * @throws {InvalidAnswerError} `RESPONSE_MALFORMED` when it is not text: to ignore it might serve another identity.
 */
export function modeOf({ mode = "" }: ProfileFields, what: string): string {
  if (typeof mode === "string") return mode.toLowerCase();
  throw outputError(what, "RESPONSE_MALFORMED", "a mode that is not text");
}

/** Whether an output itself holds credentials, rather than a profile of another mode. */
export function holdsCredentials(output: ProfileFields, what: string): boolean {
  return ["", "ak", "ststoken"].includes(modeOf(output, what));
}

/**
 * The credentials of an output that holds them itself.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` that names the missing field; `RESPONSE_MALFORMED` for an
 *   expiration that is not a time with its zone: to guess one might serve an expired session.
 */
export function credentialsOf(output: ProfileFields, what: string): Credentials {
  const part = (field: string): string => {
    const value = output[field];
    if (typeof value === "string" && value !== "") return value;
    throw outputError(what, "CREDENTIALS_INCOMPLETE", `no ${field}`);
  };
  const isSession = output["sts_token"] || modeOf(output, what) === "ststoken";
  return new Credentials({
    accessKeyId: part("access_key_id"),
    accessKeySecret: part("access_key_secret"),
    securityToken: isSession ? part("sts_token") : undefined,
    expiration: expirationOf(output, what),
  });
}

function expirationOf({ expiration }: ProfileFields, what: string): number | undefined {
  if (!expiration) return undefined;
  const ms = typeof expiration === "string" ? readInstant(expiration) : undefined;
  if (ms !== undefined) return ms;
  throw outputError(
    what,
    "RESPONSE_MALFORMED",
    "an expiration that is not a time with its zone, such as 2026-01-07T09:00:00Z",
  );
}

/** The error for an output without usable credentials. */
export function outputError(what: string, code: ErrorCode, printed: string): InvalidAnswerError {
  const message = `${what} printed ${printed}. It must print exactly one JSON object: access_key_id, access_key_secret and, for a session, sts_token and expiration.`;
  return new InvalidAnswerError(code, message);
}
