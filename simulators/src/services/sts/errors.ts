import type { ErrorOverrides } from "../../cloud/errors.ts";
import { ownMember } from "../../cloud/names.ts";

/** Status and wire text of an STS error. */
interface ErrorRow {
  readonly status: number;
  readonly message: string;
}

/**
 * STS errors by code, from the "Common errors" and the error lists of the STS API reference
 * (https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-errorcodes) and from replies quoted in public issues.
 * `{0}` stands for what the reply names.
 */
export const STS_ERRORS: Readonly<Record<string, ErrorRow>> = {
  "InvalidAccessKeyId.NotFound": { status: 404, message: "Specified access key is not found." },
  "InvalidAccessKeyId.Inactive": { status: 400, message: "Specified access key is disabled." },
  InvalidAccessKeyId: { status: 400, message: "Specified access key is not found or invalid." },
  SignatureDoesNotMatch: {
    status: 400,
    message: "Specified signature is not matched with our calculation. server string to sign is:{0}",
  },
  SignatureNonceUsed: { status: 400, message: "Specified signature nonce was used already." },
  "InvalidTimeStamp.Expired": { status: 400, message: "Specified time stamp or date value is expired." },
  "InvalidTimeStamp.Format": {
    status: 400,
    message: "Specified time stamp or date value is not well formatted.",
  },
  "InvalidSecurityToken.Expired": { status: 400, message: "Specified SecurityToken is expired." },
  "InvalidSecurityToken.Malformed": { status: 400, message: "Specified SecurityToken is malformed." },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    status: 400,
    message: "Specified SecurityToken mismatch with the AccessKey.",
  },
  MissingSecurityToken: { status: 400, message: "SecurityToken is mandatory for this action." },
  MissingParameter: { status: 400, message: "{0} is mandatory for this action." },
  "Missing{0}": { status: 400, message: "{0} is mandatory for this action." },
  InvalidParameter: { status: 400, message: 'The specified parameter "{0}" is not valid.' },
  "InvalidAction.NotFound": {
    status: 404,
    message: "Specified api is not found, please check your url and method.",
  },
  "InvalidProtocol.NeedSsl": {
    status: 404,
    message: "Your request is denied by SSL checker, please use HTTPS.",
  },
  "InvalidParameter.DurationSeconds": {
    status: 400,
    message: "The Min/Max value of DurationSeconds is 15min/{0}.",
  },
  "InvalidParameter.{0}": { status: 400, message: "The parameter {0} is wrongly formed." },
  "InvalidParameter.PolicyGrammar": {
    status: 400,
    message: "The parameter Policy has not passed grammar check.",
  },
  "InvalidParameter.PolicySize": {
    status: 400,
    message: "The size of Policy must be smaller than 2048 bytes.",
  },
  "InvalidParameter.ContentType": {
    status: 400,
    message: "The content type is not supported, only JSON or form content types are accepted.",
  },
  "AuthenticationFail.ApiUsername": { status: 403, message: "The specified api username is not legal." },
  "AuthenticationFail.ApiPassword": { status: 403, message: "The specified api password is not legal." },
  "InvalidApi.NotFound": {
    status: 404,
    message: "Specified api is not found, please check your url and method.",
  },
  "InvalidProduct.NotFound": {
    status: 404,
    message: "Cannot find product according to your specified domain.",
  },
  NoPermission: {
    status: 403,
    message: "You are not authorized to do this action. You should be authorized by RAM.",
  },
  "NoPermission:root": { status: 403, message: "Roles may not be assumed by root accounts." },
  "NoPermission:trust": {
    status: 403,
    message:
      "No permission perform sts:AssumeRole on this Role. Maybe you are not authorized to perform sts:AssumeRole or the specified role does not trust you",
  },
  "EntityNotExist.Role": { status: 404, message: "The specified Role not exists ." },
  "MissingParameter.{0}": { status: 400, message: "Parameter {0} is required." },
  "EntityNotExist.SAMLProvider": { status: 404, message: "Can not find SAML provider." },
  "EntityNotExist.RoleArn": { status: 404, message: "The specified Role does not exists." },
  "AuthenticationFail.IDPMetadata.Invalid": {
    status: 401,
    message: "The IdP Metadata of your SAML Provider is invalid.",
  },
  "AuthenticationFail.SAMLAssertion.Expired": { status: 401, message: "The SAML Assertion is expired." },
  "AuthenticationFail.SAMLAssertion.Invalid": { status: 401, message: "The SAML Assertion is invalid." },
  "AuthenticationFail.NoPermission": { status: 401, message: "There is no permission" },
  "AuthenticationFail.NoPermission:provider": { status: 401, message: "No such OIDC Provider registered." },
  "AuthenticationFail.OIDCToken.AudienceNotMatch": { status: 401, message: "Invalid audience." },
  "AuthenticationFail.OIDCToken.Expired": { status: 401, message: "This JsonWebToken is expired." },
  "AuthenticationFail.OIDCToken.Invalid": { status: 401, message: "{0}" },
  "AuthenticationFail.OIDCToken.InvalidSignature": {
    status: 401,
    message: "OIDC token validate failed: invalid signature.",
  },
  "AuthenticationFail.OIDCToken.HttpsUrlInvalid": {
    status: 401,
    message: "The issuer of the OIDC token must be an https URL.",
  },
  "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch": {
    status: 401,
    message: "The fingerprint of the issuer's certificate does not match the OIDC provider.",
  },
  "Throttling.User": { status: 400, message: "Request was denied due to user flow control." },
  "Throttling.Api": { status: 400, message: "Request was denied due to user flow control." },
  Throttling: { status: 400, message: "Request was denied due to user flow control." },
  InternalError: {
    status: 500,
    message: "STS Server Internal Error happened, please send the RequestId to us.",
  },
  ServiceUnavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
  },
};

/** Codes of errors as replies have them; of those that name a parameter, in one form. */
export const STS_ERROR_CODES: readonly string[] = [
  ...new Set(Object.keys(STS_ERRORS).map((row) => codeOf(row, "<Parameter>"))),
];

/** Parameters that codes name. The first that fits counts. */
const NAMING_ROWS = [
  [/^MissingParameter\.(\w+)$/, "MissingParameter.{0}"],
  [/^InvalidParameter\.(\w+)$/, "InvalidParameter.{0}"],
  [/^Missing([A-Z]\w+)$/, "Missing{0}"],
] as const;

/** Subjects of messages when only their code is asked for. */
const USUAL_SUBJECTS: Readonly<Record<string, string>> = {
  InvalidParameter: "Action or Version",
  "InvalidParameter.DurationSeconds": "1hr",
  MissingParameter: "RoleArn",
  "AuthenticationFail.OIDCToken.Invalid": "The OIDC token cannot be decoded.",
};

/** Key of the table. A part behind `:` chooses among texts of one code; `{0}` is filled in. */
export interface StsErrorChoice {
  readonly row: string;
  /** The name to fill into the code or the text. */
  readonly subject?: string;
  /** For the journal alone. */
  readonly reason?: string;
  /** 403 replies may say more. */
  readonly detail?: Readonly<Record<string, string>> | undefined;
  /** Sent as the header Retry-After. */
  readonly retryAfterSeconds?: number;
  /** Instead of those of the table, and of the world. */
  readonly status?: number | undefined;
  readonly message?: string | undefined;
}

/** A request that STS turns down. */
export class StsError extends Error {
  readonly row: string;
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, string>> | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly #status: number | undefined;

  constructor({ row, subject = "", reason, detail, retryAfterSeconds, status, message }: StsErrorChoice) {
    const text = message ?? filled(ownMember(STS_ERRORS, row)?.message ?? row, subject);
    super(text);
    this.row = row;
    this.subject = subject;
    this.code = codeOf(row, subject);
    this.reason = reason ?? (row === "SignatureDoesNotMatch" ? "the signature is not ours" : text);
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
    this.#status = status;
  }

  /** Status and code of the reply, those that the world gives this error before those of the table. */
  answer(overrides: ErrorOverrides<string> = {}): { readonly status: number; readonly code: string } {
    const { status, code } = ownMember(overrides, this.row) ?? {};
    return {
      status: this.#status ?? status ?? ownMember(STS_ERRORS, this.row)?.status ?? 400,
      code: code === undefined ? this.code : filled(code, this.subject),
    };
  }
}

/** Row and subject of a code as replies have it; `undefined` for one that STS has not. */
export function stsRowOf(code: string): Pick<StsErrorChoice, "row" | "subject"> | undefined {
  if (Object.hasOwn(STS_ERRORS, code) && codeOf(code, "") === code)
    return { row: code, subject: ownMember(USUAL_SUBJECTS, code) ?? "" };
  for (const [form, row] of NAMING_ROWS) {
    const [, subject] = form.exec(code) ?? [];
    if (subject !== undefined) return { row, subject };
  }
  return undefined;
}

function codeOf(row: string, subject: string): string {
  return filled(row.split(":", 1)[0] ?? row, subject);
}

function filled(text: string, subject: string): string {
  return text.replaceAll("{0}", () => subject);
}
