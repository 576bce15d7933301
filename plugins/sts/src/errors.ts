import {
  type AlicredError,
  ConfigurationError,
  type ErrorDetails,
  type HttpResponse,
  RefusedError,
  statusError,
  UnavailableError,
} from "@alicred/core";
import { type JsonObject, parseJson } from "./json.ts";

/** What an error reply of STS says, its message and advice left out: they may quote what was sent. */
export interface StsFailure {
  readonly status: number;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
}

type Kind = "refused" | "configuration" | "throttled" | "unavailable";

/** By code, or by what stands before its first dot: what kind of error it is, what to do, and whether it may pass. */
const REACTIONS: Readonly<Record<string, readonly [Kind, hint: string, passes?: true]>> = {
  "InvalidAccessKeyId.Inactive": [
    "refused",
    "The AccessKey is disabled. Enable it in the RAM console, or use another.",
  ],
  InvalidAccessKeyId: [
    "refused",
    "There is no such AccessKey. Check the AccessKey ID, and whether the key was deleted or its session is over.",
  ],
  SignatureDoesNotMatch: [
    "refused",
    "Check that the AccessKey secret belongs to this AccessKey ID, and that nothing on the way changes requests.",
  ],
  SignatureNonceUsed: ["refused", "Something on the way sends requests twice. Check any proxy."],
  InvalidTimeStamp: ["refused", "Set this machine's clock."],
  "InvalidSecurityToken.Expired": ["refused", "The session that signs has expired. Renew it."],
  InvalidSecurityToken: ["refused", "Take key, secret and token from one and the same session."],
  MissingSecurityToken: ["refused", "This AccessKey is a temporary one. Give its security token too."],
  NoPermission: [
    "refused",
    "Allow the caller sts:AssumeRole on this role, and let the role's trust policy name the caller. The key of a main account may not assume roles.",
  ],
  EntityNotExist: ["refused", "There is no such role or provider. Check account and name in its ARN."],
  "AuthenticationFail.NoPermission": [
    "refused",
    "Register the identity provider in RAM under this ARN, and let the role's trust policy accept issuer, audience and subject of the token.",
  ],
  "AuthenticationFail.OIDCToken.Expired": [
    "refused",
    "The OIDC token has expired, or was issued too long ago. Have its issuer renew it.",
    true,
  ],
  "AuthenticationFail.OIDCToken.AudienceNotMatch": [
    "refused",
    "The audience of the OIDC token is none of the client IDs that the identity provider is registered with.",
  ],
  AuthenticationFail: [
    "refused",
    "Check the identity provider's registration, and audience, issuer, expiry and signature of the token.",
  ],
  "InvalidParameter.DurationSeconds": [
    "configuration",
    "Ask for a session of 900 s up to the maximum that is set at the role.",
  ],
  InvalidParameter: ["configuration", "Correct the parameter."],
  MissingParameter: ["configuration", "Give the parameter."],
  InvalidAction: ["configuration", "The endpoint does not offer this call. Check that it is one of STS."],
  InvalidApi: ["configuration", "The endpoint does not offer this call. Check that it is one of STS."],
  InvalidProduct: ["configuration", "The endpoint does not offer this call. Check that it is one of STS."],
  InvalidProtocol: ["configuration", "Use an https:// endpoint."],
  Throttling: ["throttled", "Too many requests of this account. Try again later."],
  ServiceUnavailable: ["unavailable", "Try again later."],
  InternalError: ["unavailable", "Try again later."],
};

const CODE_OF_KIND = {
  refused: "UPSTREAM_REFUSED",
  configuration: "INVALID_CONFIGURATION",
  throttled: "UPSTREAM_THROTTLED",
  unavailable: "UPSTREAM_UNAVAILABLE",
} as const;

/** Reads an error reply; of one that is not JSON, as a proxy's page, only the status remains. */
export function readFailure({ status, text, headers }: HttpResponse): StsFailure {
  const body: JsonObject = parseJson(text) ?? {};
  return {
    status,
    code: identifier(body["Code"] ?? body["code"]),
    requestId: identifier(body["RequestId"] ?? body["requestId"] ?? headers.get("x-acs-request-id")),
  };
}

/** Whether STS says that too much is asked of it; it does so with status 400 too. */
export function isThrottling(code: string | undefined): boolean {
  return code !== undefined && /(^|\.)Throttling(\.|$)/.test(code);
}

/** The error for an error reply, with what to do next. */
export function stsError(
  source: string,
  action: string,
  failure: StsFailure,
  retryAfterMs: number | undefined,
): AlicredError {
  const { status, code, requestId } = failure;
  const reaction = reactionTo(code);
  if (code === undefined || reaction === undefined) {
    const said = { serverCode: code, requestId, retryAfterMs };
    return statusError(source, `STS ${action}`, status, said);
  }
  const [kind, hint, passes] = reaction;
  const message = `STS ${action} answered ${status} ${code}. ${hint}`;
  const details: ErrorDetails = { source, status, serverCode: code, requestId, retryAfterMs };
  const errorCode = CODE_OF_KIND[kind];
  if (kind === "refused") return new RefusedError(errorCode, message, { ...details, retryable: passes });
  if (kind === "configuration") return new ConfigurationError(errorCode, message, details);
  return new UnavailableError(errorCode, message, details);
}

function reactionTo(code = ""): (typeof REACTIONS)[string] | undefined {
  if (isThrottling(code)) return REACTIONS["Throttling"];
  const family = code.split(".", 1)[0] ?? "";
  const known = Object.hasOwn(REACTIONS, code) ? code : Object.hasOwn(REACTIONS, family) ? family : undefined;
  // MissingRoleArn and its like.
  return REACTIONS[known ?? (code.startsWith("Missing") ? "MissingParameter" : "")];
}

export function identifier(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.-]{1,80}$/.test(value) ? value : undefined;
}
