import { type AlicredError, ConfigurationError, type HttpResponse, statusError } from "@alicred/core";
import { type JsonObject, parseJson } from "@alicred/plugin-kit";

/** What an error reply of STS says, as it came; its message and advice are left out, for they may quote what was sent. */
export interface StsFailure {
  /** The empty text when there is none. */
  readonly serverCode: string;
  readonly requestId: unknown;
}

// STS says so with status 400 too, and in several forms: Throttling.User, Rejected.Throttling.
const THROTTLING = /\bThrottling\b/;

// Issuers renew their tokens.
const RENEWED = /OIDCToken\.Expired/;

/** By how the code begins: what to do, and whether it is a matter of configuration. The first that matches counts. */
const HINTS: readonly (readonly [code: RegExp, hint: string, misconfigured?: true])[] = [
  [/^(InvalidAccessKeyId|Signature)|SecurityToken/, "Check that key, secret and token match, and are valid."],
  [/^InvalidTimeStamp/, "Set this machine's clock."],
  [/^NoPermission/, "Check that the caller may sts:AssumeRole, and the role's trust policy."],
  [/^EntityNotExist/, "Check the ARN."],
  [/^AuthenticationFail/, "Check the identity provider, the role's trust policy, and the token."],
  [/^(InvalidParameter|Missing)/, "Check the parameter, and the role's maximum duration.", true],
  [/^Invalid(Action|Api|Pro)/, "Check the endpoint.", true],
];

/** Reads an error reply; of one that is not JSON, as a proxy's page, only the status remains. */
export function readFailure({ text, headers }: HttpResponse): StsFailure {
  const body: JsonObject = parseJson(text) ?? {};
  return {
    serverCode: String(body["Code"] ?? ""),
    requestId: body["RequestId"] ?? headers.get("x-acs-request-id"),
  };
}

/** Whether STS says that too much is asked of it. */
export function isThrottling(reply: HttpResponse): boolean {
  return THROTTLING.test(readFailure(reply).serverCode);
}

/** The error for an error reply, with what to do next. */
export function stsError(what: string, reply: HttpResponse, retryAfterMs: number | undefined): AlicredError {
  const failure = readFailure(reply);
  const { serverCode } = failure;
  const [, hint, misconfigured] = HINTS.find(([code]) => code.test(serverCode)) ?? [];
  const retryable = THROTTLING.test(serverCode) || (hint === undefined ? undefined : false);
  const error = statusError(what, reply.status, { ...failure, retryAfterMs, hint, retryable });
  if (misconfigured) return new ConfigurationError("INVALID_CONFIGURATION", error.message, error);
  return RENEWED.test(serverCode) ? Object.assign(error, { retryable: true }) : error;
}
