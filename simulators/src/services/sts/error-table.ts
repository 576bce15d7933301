import type { Evidence } from "../../cloud/errors.ts";

/** Status and wire text of an STS error. */
interface ErrorRow {
  readonly status: number;
  readonly message: string;
  readonly evidence: Evidence;
}

const NO_PERMISSION = "You are not authorized to do this action. You should be authorized by RAM.";

/**
 * STS errors by code, from the "Common errors" and the error lists of the STS API reference
 * (https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-errorcodes) and from replies quoted in public issues.
 * `{0}` stands for what the reply names, a part behind `:` chooses among texts of one code. Statuses of those that
 * begin with AuthenticationFail.OIDCToken are documented for most codes, and assumed for the others. `evidence` says how
 * the text is known.
 */
export const STS_ERRORS: Readonly<Record<string, ErrorRow>> = {
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
  // The same in every list, also for roles whose sessions may last longer.
  "InvalidParameter.DurationSeconds": {
    status: 400,
    message: "The Min/Max value of DurationSeconds is 15min/1hr.",
    evidence: "doc",
  },
  "InvalidParameter.{0}": { status: 400, message: "The parameter {0} is wrongly formed.", evidence: "doc" },
  "InvalidParameter.PolicyGrammar": {
    status: 400,
    message: "The parameter Policy has not passed grammar check.",
    evidence: "doc",
  },
  "InvalidParameter.PolicySize": {
    status: 400,
    message: "The size of Policy must be smaller than 2048 bytes.",
    evidence: "doc",
  },
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
  NoPermission: { status: 403, message: NO_PERMISSION, evidence: "seen" },
  // An older page has a text of its own for each of these two, the newer one has not.
  "NoPermission:root": { status: 403, message: NO_PERMISSION, evidence: "doc" },
  "NoPermission:trust": { status: 403, message: NO_PERMISSION, evidence: "doc" },
  "EntityNotExist.Role": {
    status: 404,
    message: "The specified Role not exists .",
    evidence: "live",
  },
  "EntityNotExist.Role:arn": { status: 404, message: "The role not exists: {0}. ", evidence: "seen" },
  "MissingParameter.{0}": { status: 400, message: "Parameter {0} is required.", evidence: "doc" },
  "EntityNotExist.SAMLProvider": { status: 404, message: "Can not find SAML provider.", evidence: "doc" },
  "EntityNotExist.RoleArn": { status: 404, message: "The specified Role does not exists.", evidence: "doc" },
  // The page about SAML has these texts without their codes.
  "InvalidParameter.PolicyGrammar:saml": { status: 400, message: "Invalid Policy.", evidence: "doc" },
  "InvalidParameter.PolicySize:saml": { status: 400, message: "Invalid Policy.", evidence: "doc" },
  "InvalidParameter.RoleSessionName:saml": {
    status: 400,
    message: "The RoleSessionName is invalid.",
    evidence: "doc",
  },
  "InvalidParameter.DurationSeconds:saml": {
    status: 400,
    message: "The DurationSeconds is invalid.",
    evidence: "doc",
  },
  "AuthenticationFail.IDPMetadata.Invalid": {
    status: 401,
    message: "The IdP Metadata of your SAML Provider is invalid.",
    evidence: "doc",
  },
  "AuthenticationFail.SAMLAssertion.Expired": {
    status: 401,
    message: "The SAML Assertion is expired.",
    evidence: "doc",
  },
  "AuthenticationFail.SAMLAssertion.Invalid": {
    status: 401,
    message: "The SAML Assertion is invalid.",
    evidence: "doc",
  },
  "AuthenticationFail.NoPermission": { status: 401, message: "There is no permission", evidence: "doc" },
  "AuthenticationFail.NoPermission:provider": {
    status: 401,
    message: "No such OIDC Provider registered.",
    evidence: "doc",
  },
  "AuthenticationFail.NoPermission:arn": {
    status: 401,
    message: "Parameter OIDCProviderArn is not valid",
    evidence: "live",
  },
  "AuthenticationFail.OIDCToken.AudienceNotMatch": {
    status: 401,
    message: "Invalid audience.",
    evidence: "doc",
  },
  "AuthenticationFail.OIDCToken.Expired": {
    status: 401,
    message: "This JsonWebToken is expired.",
    evidence: "doc",
  },
  "AuthenticationFail.OIDCToken.Invalid": { status: 401, message: "{0}", evidence: "doc" },
  "AuthenticationFail.OIDCToken.InvalidSignature": {
    status: 401,
    message: "OIDC token validate failed: invalid signature.",
    evidence: "doc",
  },
  "AuthenticationFail.OIDCToken.HttpsUrlInvalid": {
    status: 401,
    message: "Invoke url failed due to certificate chain validation",
    evidence: "doc",
  },
  "AuthenticationFail.OIDCToken.HttpsUrlInvalid:root": {
    status: 401,
    message: "The root ca certificate is not in ca whitelist of this url: {0}",
    evidence: "doc",
  },
  "AuthenticationFail.OIDCToken.IssuerNotMatch": {
    status: 401,
    message: "The issuer in the OIDC Token doesn't match the OIDC Provider registered.",
    evidence: "doc",
  },
  "AuthenticationFail.OIDCToken.IssuerConfigurationBroken": {
    status: 401,
    message: "Get public keys from OIDC Provider failed, the issuer is {0}.",
    evidence: "doc",
  },
  "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch": {
    status: 401,
    message: "The https fingerprint of this discovery is invalid.",
    evidence: "seen",
  },
  "Throttling.User": {
    status: 400,
    message: "Request was denied due to user flow control.",
    evidence: "seen",
  },
  "Throttling.Api": { status: 400, message: "Request was denied due to api flow control.", evidence: "doc" },
  Throttling: { status: 400, message: "Request was denied due to flow control.", evidence: "doc" },
  InternalError: {
    status: 500,
    message: "STS Server Internal Error happened, please send the RequestId to us.",
    evidence: "doc",
  },
  ServiceUnavailable: {
    status: 503,
    message: "The request has failed due to a temporary failure of the server.",
    evidence: "doc",
  },
};
