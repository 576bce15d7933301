import type { ResolveContext } from "@alicred/core";
import { type AssumedRole, readCredentials } from "./assume-role.ts";
import { callSts } from "./client.ts";
import { encodeParameters, timestamp } from "./encoding.ts";
import { originFor, present, STS_VERSION, type StsCallOptions } from "./signed-call.ts";

/** Parameters of AssumeRoleWithOIDC. The service checks their limits. */
export interface AssumeRoleWithOidcParameters {
  readonly oidcProviderArn: string;
  /** The token of the identity provider, without white space around it. */
  readonly oidcToken: string;
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** Life of the session in seconds. Default: 3,600, by the service. */
  readonly durationSeconds?: number | undefined;
  /** A policy as JSON that the session's permissions are cut down to. */
  readonly policy?: string | undefined;
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
  parameters: AssumeRoleWithOidcParameters,
  options: Omit<StsCallOptions, "signature"> = {},
): Promise<AssumedRole> {
  const { source = "sts" } = options;
  const action = "AssumeRoleWithOIDC";
  const origin = originFor(context, options);
  const body = encodeParameters(
    present({
      OIDCProviderArn: parameters.oidcProviderArn,
      OIDCToken: parameters.oidcToken,
      RoleArn: parameters.roleArn,
      RoleSessionName: parameters.roleSessionName,
      DurationSeconds: parameters.durationSeconds?.toString(),
      Policy: parameters.policy,
    }),
  );
  const reply = await callSts(context, {
    source,
    action,
    makeRequest: async ({ timestampMs, nonce }) => {
      const query = {
        Action: action,
        Version: STS_VERSION,
        Format: "JSON",
        Timestamp: timestamp(timestampMs),
        SignatureNonce: nonce,
      };
      return {
        method: "POST",
        url: `${origin}/?${encodeParameters(Object.entries(query))}`,
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        body,
      };
    },
  });
  return {
    credentials: readCredentials(reply, source, []),
    assumedRoleArn: reply.optionalText("AssumedRoleUser.Arn"),
    requestId: reply.optionalText("RequestId"),
  };
}
