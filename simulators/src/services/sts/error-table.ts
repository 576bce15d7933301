import { GATEWAY_ERRORS, type RpcErrorTable } from "../../cloud/rpc/error-table.ts";

const NO_PERMISSION = "You are not authorized to do this action. You should be authorized by RAM.";

/**
 * STS errors by code, those of the gateway among them, from the error lists of the STS API reference
 * (https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-errorcodes) and from replies quoted in
 * public issues. Statuses of those that begin with AuthenticationFail.OIDCToken are documented for most codes, and assumed
 * for the others.
 */
export const STS_ERRORS: RpcErrorTable = {
  ...GATEWAY_ERRORS,
  // The same in every list, also for roles whose sessions may last longer.
  "InvalidParameter.DurationSeconds": {
    status: 400,
    message: "The Min/Max value of DurationSeconds is 15min/1hr.",
    evidence: "doc",
  },
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
  InternalError: {
    status: 500,
    message: "STS Server Internal Error happened, please send the RequestId to us.",
    evidence: "doc",
  },
};
