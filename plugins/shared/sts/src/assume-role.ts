import type { Credentials, ResolveContext } from "@alicred/core";
import { readCredentials } from "@alicred/plugin-kit";
import { callSts } from "./client.ts";
import type { StsCallOptions } from "./options.ts";
import { type RoleParameters, roleParameters } from "./role-parameters.ts";
import { acs3Signature } from "./signature.ts";

/** Parameters of AssumeRole. The service checks their roleRules. */
export interface AssumeRoleParameters extends RoleParameters {
  readonly externalId?: string | undefined;
}

/**
 * AssumeRole: exchanges credentials for those of a role's session. Their provenance is that of the credentials that
 * signed the call.
 *
 * @throws {AlicredError} `UPSTREAM_REFUSED`, `INVALID_CONFIGURATION`, `UPSTREAM_THROTTLED`, `UPSTREAM_UNAVAILABLE` by the
 *   reply; `CREDENTIALS_INCOMPLETE` and `RESPONSE_MALFORMED` for a reply that is none; what `sendRequest` throws.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
 */
export async function assumeRole(
  context: ResolveContext,
  credentials: Credentials,
  role: AssumeRoleParameters,
  options: StsCallOptions = {},
): Promise<Credentials> {
  const { signature = acs3Signature } = options;
  const operation = {
    action: "AssumeRole",
    parameters: { ...roleParameters(role), ExternalId: role.externalId },
  };
  const reply = await callSts(context, operation, credentials, signature, options);
  const { provenance } = credentials;
  return readCredentials(reply.body["Credentials"], { ...reply, provenance });
}
