import type { AlicredError, HttpResponse, ResolveContext, TraceEntry } from "@alicred/core";
import { ConfigurationError, isTransientStatus, safeIdentifier, statusError } from "@alicred/core";
import { type JsonObject, parseJson, textOf } from "@alicred/plugin-kit";

/** The code and request ID of an error reply. Its message is omitted, because it may quote the request. */
interface StsFailure {
  /** The empty text when the reply has no code. */
  readonly serverCode: string;
  readonly requestId: unknown;
}

// STS throttles with status 400 too, and with several codes: Throttling.User, Rejected.Throttling.
const THROTTLING = /\bThrottling\b/;

// Retryable, because issuers renew their tokens.
const RENEWED = /OIDCToken\.Expired/;

/** Advice by the beginning of the code, and whose fault it is unless the caller's. The first match counts. */
const HINTS: readonly (readonly [code: RegExp, hint: string, fault?: "configuration" | "clock"])[] = [
  [
    /^InvalidAccessKeyId/,
    "Check that the key exists and is active: it may be misspelt, disabled or deleted.",
  ],
  [/^Signature|SecurityToken/, "Check that key, secret and token match, and are valid."],
  [/^InvalidTimeStamp/, "Set this machine's clock.", "clock"],
  [
    /^NoPermission/,
    "Check that this caller is allowed sts:AssumeRole on the role, and that the role's trust policy names it.",
  ],
  [/^EntityNotExist/, "Check the ARN: the account, and the spelling of the role."],
  [/^AuthenticationFail/, "Check the identity provider, the role's trust policy, and the token."],
  [/^(InvalidParameter|Missing)/, "Check the parameter, and the role's maximum duration.", "configuration"],
  [/^Invalid(Action|Api|Pro)/, "Check the endpoint.", "configuration"],
];

/** Reads an error reply. One that is not JSON, such as a proxy's page, has neither code nor request ID in its body. */
export function readFailure({ text, headers }: HttpResponse): StsFailure {
  const body: JsonObject = parseJson(text) ?? {};
  return {
    serverCode: textOf(body["Code"]),
    requestId: body["RequestId"] ?? headers.get("x-acs-request-id"),
  };
}

/** Whether STS refuses the call because there are too many. */
export function isThrottling(reply: HttpResponse): boolean {
  return THROTTLING.test(readFailure(reply).serverCode);
}

/**
 * The error for an error reply, with what to do next.
 *
 * @param caller names who signed, as a sentence: {@link callerOf}
 */
export function stsError(
  context: ResolveContext,
  what: string,
  reply: HttpResponse,
  retryAfterMs: number | undefined,
  caller?: string,
): AlicredError {
  const failure = readFailure(reply);
  const { serverCode } = failure;
  const [, advice, fault] = HINTS.find(([code]) => code.test(serverCode)) ?? [];
  const retryable = THROTTLING.test(serverCode) || (advice === undefined ? undefined : false);
  const isRefusal = !(retryable ?? isTransientStatus(reply)) && fault === undefined;
  const hint =
    isRefusal && caller ? `${caller} ${advice ?? "Check this caller and its permissions."}` : advice;
  const error = statusError(context, what, reply, { ...failure, retryAfterMs, hint, retryable });
  if (fault === "configuration") return new ConfigurationError("INVALID_CONFIGURATION", error.message, error);
  return RENEWED.test(serverCode) ? Object.assign(error, { retryable: true }) : error;
}

/** The form of an access key id: anything else in its place may be the secret. */
const KEY_ID = /^(LTAI|STS\.|TMP)[\w.]{1,80}$/;

/**
 * A sentence about who signed a call, and for which role: `The caller is access key LTAI… (environment variable …).`
 *
 * @param keyOrigin where the key came from, if the trace of this resolution may not say so
 * @returns `undefined` when the call was not signed with an access key
 */
export function callerOf(
  context: ResolveContext,
  key: unknown,
  roleArn?: string,
  keyOrigin?: string,
): string | undefined {
  const { accessKeyId, provenance } = Object(key) as { accessKeyId?: unknown; provenance?: unknown };
  if (typeof accessKeyId !== "string") return undefined;
  const { children, supplied } = context.notes;
  const path = Array.isArray(provenance) ? provenance.map(safeIdentifier).filter(Boolean).join(" < ") : "";
  const base = children.at(-1);
  const origin = [path, keyOrigin ?? (base && originOf(base, "accessKeyId"))].filter(Boolean).join(", ");
  const name = KEY_ID.test(accessKeyId) ? `access key ${accessKeyId}` : "an access key";
  const role = roleArn && `, the role ${roleArn}`;
  const named = supplied.find(({ part }) => part === "roleArn")?.from;
  return `The caller is ${name}${origin && ` (${origin})`}${role ?? ""}${role && named ? ` (${named})` : ""}.`;
}

/** The variable, argument or field that supplied a part of the credentials in a trace entry. */
function originOf({ supplied, children }: TraceEntry, part: string): string | undefined {
  const own = supplied.find((each) => each.part === part)?.from;
  const winner = children.find(({ outcome, shadowed }) => outcome === "credentials" && !shadowed);
  return own ?? (winner && originOf(winner, part));
}
