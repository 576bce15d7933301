import {
  type AlicredError,
  ConfigurationError,
  type HttpResponse,
  RefusedError,
  statusError,
  UnavailableError,
} from "@alicred/core";
import { identifier, type JsonObject, parseJson } from "./json.ts";

/** What an error reply of STS says, its message and advice left out: they may quote what was sent. */
export interface StsFailure {
  readonly code: string | undefined;
  readonly requestId: string | undefined;
}

// STS says so with status 400 too, and in several forms: Throttling.User, Rejected.Throttling.
const THROTTLING = /\bThrottling\b/;

/** By how the code begins: what to do, and whether it is a matter of configuration. The first that matches counts. */
const REFUSALS: readonly (readonly [code: RegExp, hint: string, misconfigured?: true])[] = [
  [/^InvalidAccessKeyId/, "Check that the AccessKey exists and is enabled."],
  [
    /^Signature/,
    "Check that secret and AccessKey ID belong together, and that no proxy changes or repeats requests.",
  ],
  [/^InvalidTimeStamp/, "Set this machine's clock."],
  [/^(Invalid|Missing)SecurityToken/, "Take key, secret and token from one session that has not expired."],
  [/^NoPermission/, "Allow the caller sts:AssumeRole, and let the role's trust policy name the caller."],
  [/^EntityNotExist/, "Check account and name in the ARN."],
  [
    /^AuthenticationFail/,
    "Check the identity provider, the role's trust policy, and issuer, audience, expiry and signature of the token.",
  ],
  [
    /^(InvalidParameter|Missing)/,
    "Check the parameter, and the maximum duration that is set at the role.",
    true,
  ],
  [/^Invalid(Action|Api|Pro)/, "Check that the endpoint is one of STS, with https://.", true],
];

/** Reads an error reply; of one that is not JSON, as a proxy's page, only the status remains. */
export function readFailure({ text, headers }: HttpResponse): StsFailure {
  const body: JsonObject = parseJson(text) ?? {};
  return {
    code: identifier(body["Code"] ?? body["code"]),
    requestId: identifier(body["RequestId"] ?? body["requestId"] ?? headers.get("x-acs-request-id")),
  };
}

/** Whether STS says that too much is asked of it. */
export function isThrottling(reply: HttpResponse): boolean {
  return THROTTLING.test(readFailure(reply).code ?? "");
}

/** The error for an error reply, with what to do next. */
export function stsError(
  source: string,
  what: string,
  reply: HttpResponse,
  retryAfterMs: number | undefined,
): AlicredError {
  const { status } = reply;
  const { code: serverCode = "", requestId } = readFailure(reply);
  const details = { source, status, serverCode, requestId, retryAfterMs };
  const said = `${what} answered ${status} ${serverCode}.`;
  if (THROTTLING.test(serverCode))
    return new UnavailableError("UPSTREAM_THROTTLED", `${said} Try again later.`, details);
  const refusal = REFUSALS.find(([code]) => code.test(serverCode));
  if (refusal === undefined) return statusError(source, what, status, details);
  const [, hint, misconfigured] = refusal;
  return misconfigured
    ? new ConfigurationError("INVALID_CONFIGURATION", `${said} ${hint}`, details)
    : new RefusedError("UPSTREAM_REFUSED", `${said} ${hint}`, {
        ...details,
        // Issuers renew their tokens.
        retryable: /OIDCToken\.Expired/.test(serverCode),
      });
}
