import type { Evidence } from "../errors.ts";

/** Status and wire text of an error. */
export interface RpcErrorRow {
  readonly status: number;
  readonly message: string;
  readonly evidence: Evidence;
}

/** Errors of a service by code. `{0}` stands for what the reply names, a part behind `:` chooses among texts of one code. */
export type RpcErrorTable = Readonly<Record<string, RpcErrorRow>>;

/**
 * Errors of the gateway in front of every product, from the list of common errors
 * (https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-errorcodes) and from replies quoted in
 * public issues. `evidence` says how the text is known.
 */
export const GATEWAY_ERRORS: RpcErrorTable = {
  "InvalidAccessKeyId.NotFound": {
    status: 404,
    message: "Specified access key is not found.",
    evidence: "live",
  },
  "InvalidAccessKeyId.Inactive": {
    status: 400,
    message: "Specified access key is disabled.",
    evidence: "doc",
  },
  InvalidAccessKeyId: {
    status: 404,
    message: "Specified access key is not found or invalid.",
    evidence: "live",
  },
  SignatureDoesNotMatch: {
    status: 400,
    message: "Specified signature is not matched with our calculation. server string to sign is:{0}",
    evidence: "seen",
  },
  SignatureNonceUsed: {
    status: 400,
    message: "Specified signature nonce was used already.",
    evidence: "seen",
  },
  "InvalidTimeStamp.Expired": {
    status: 400,
    message: "Specified time stamp or date value is expired.",
    evidence: "seen",
  },
  "InvalidTimeStamp.Format": {
    status: 400,
    message: "Specified time stamp or date value is not well formatted.",
    evidence: "doc",
  },
  "InvalidSecurityToken.Expired": {
    status: 400,
    message: "Specified SecurityToken is expired.",
    evidence: "doc",
  },
  "InvalidSecurityToken.Malformed": {
    status: 400,
    message: "Specified SecurityToken is malformed.",
    evidence: "doc",
  },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    status: 400,
    message: "Specified SecurityToken mismatch with the AccessKey.",
    evidence: "doc",
  },
  MissingSecurityToken: {
    status: 400,
    message: "SecurityToken is mandatory for this action.",
    evidence: "seen",
  },
  MissingParameter: { status: 400, message: "{0} is mandatory for this action.", evidence: "doc" },
  "Missing{0}": { status: 400, message: "{0} is mandatory for this action.", evidence: "seen" },
  InvalidParameter: { status: 400, message: 'The specified parameter "{0}" is not valid.', evidence: "seen" },
  "InvalidAction.NotFound": {
    status: 404,
    message: "Specified api is not found, please check your url and method.",
    evidence: "live",
  },
  "InvalidProtocol.NeedSsl": {
    status: 404,
    message: "Your request is denied as lack of ssl protect.",
    evidence: "seen",
  },
  "InvalidParameter.{0}": { status: 400, message: "The parameter {0} is wrongly formed.", evidence: "doc" },
  "InvalidParameter.ContentType": {
    status: 400,
    message:
      'The ContentType request header must be either "application/json" or "application/x-www-form-urlencoded".',
    evidence: "doc",
  },
  "AuthenticationFail.ApiUsername": {
    status: 403,
    message: "The specified api username is not legal.",
    evidence: "doc",
  },
  "AuthenticationFail.ApiPassword": {
    status: 403,
    message: "The specified api password is not legal.",
    evidence: "doc",
  },
  "InvalidApi.NotFound": {
    status: 404,
    message: "Specified api is not found, please check your url and method.",
    evidence: "live",
  },
  "InvalidProduct.NotFound": {
    status: 404,
    message: "Cannot find product according to your specified domain.",
    evidence: "live",
  },
  NoPermission: {
    status: 403,
    message: "You are not authorized to do this action. You should be authorized by RAM.",
    evidence: "seen",
  },
  "Throttling.User": {
    status: 400,
    message: "Request was denied due to user flow control.",
    evidence: "seen",
  },
  "Throttling.Api": { status: 400, message: "Request was denied due to api flow control.", evidence: "doc" },
  Throttling: { status: 400, message: "Request was denied due to flow control.", evidence: "doc" },
  ServiceUnavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
    evidence: "doc",
  },
};
