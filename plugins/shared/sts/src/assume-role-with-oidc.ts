import type { Credentials, ResolveContext } from "@alicred/core";
import { readCredentials } from "@alicred/plugin-kit";
import { callSts } from "./client.ts";
import { encodeParameters, timestamp } from "./encoding.ts";
import type { StsCallOptions } from "./options.ts";
import { type RoleParameters, roleParameters } from "./role-parameters.ts";
import { formRequest, type Signature, STS_VERSION } from "./signature.ts";

/** Parameters of AssumeRoleWithOIDC. The service checks their roleRules. */
export interface AssumeRoleWithOidcParameters extends RoleParameters {
  readonly oidcProviderArn: string;
  /** The token of the identity provider, without white space around it. */
  readonly oidcToken: string;
}

/**
 * AssumeRoleWithOIDC: exchanges the token of an identity provider for a role's session. The call is not signed. The
 * token travels in the body, to keep it out of the URL and so out of access logs.
 *
 * @throws {AlicredError} as `assumeRole` does. A token that STS calls expired is `retryable`, for issuers renew theirs.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc
 */
export async function assumeRoleWithOidc(
  context: ResolveContext,
  role: AssumeRoleWithOidcParameters,
  options: Omit<StsCallOptions, "signature"> = {},
): Promise<Credentials> {
  const operation = {
    action: "AssumeRoleWithOIDC",
    parameters: {
      ...roleParameters(role),
      OIDCProviderArn: role.oidcProviderArn,
      OIDCToken: role.oidcToken,
    },
  };
  const reply = await callSts(context, operation, undefined, unsigned, options);
  return readCredentials(reply.body["Credentials"], reply);
}

const unsigned: Signature<undefined> = (origin, { action, parameters }, _key, { timestampMs }) => {
  const query = { Action: action, Version: STS_VERSION, Format: "JSON", Timestamp: timestamp(timestampMs) };
  return formRequest(`${origin}/?${encodeParameters(query)}`, parameters);
};
