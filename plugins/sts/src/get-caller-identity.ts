import type { ResolveContext } from "@alicred/core";
import { callSigned, type StsCallOptions } from "./signed-call.ts";
import type { SigningKey } from "./signing.ts";

/** Who signs with a key. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  /** `Account`, `RAMUser` or `AssumedRoleUser`. */
  readonly identityType: string;
  readonly principalId: string;
  /** Of an account or a RAM user. */
  readonly userId: string | undefined;
  /** Of a role's session. */
  readonly roleId: string | undefined;
  readonly requestId: string | undefined;
}

/**
 * GetCallerIdentity: asks whose credentials these are. Needs no permission.
 *
 * @throws {AlicredError} as `assumeRole` does.
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-getcalleridentity
 */
export async function getCallerIdentity(
  context: ResolveContext,
  credentials: SigningKey,
  options: StsCallOptions = {},
): Promise<CallerIdentity> {
  const operation = { action: "GetCallerIdentity", parameters: {} };
  const reply = await callSigned(context, credentials, operation, options);
  return {
    accountId: reply.text("AccountId", "RESPONSE_MALFORMED"),
    arn: reply.text("Arn", "RESPONSE_MALFORMED"),
    identityType: reply.text("IdentityType", "RESPONSE_MALFORMED"),
    principalId: reply.text("PrincipalId", "RESPONSE_MALFORMED"),
    userId: reply.optionalText("UserId"),
    roleId: reply.optionalText("RoleId"),
    requestId: reply.optionalText("RequestId"),
  };
}
