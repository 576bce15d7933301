import { InvalidAnswerError, type ResolveContext } from "@alicred/core";
import { callSts } from "./client.ts";
import type { StsCallOptions } from "./options.ts";
import { acs3Signature } from "./signature.ts";
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
  const { signature = acs3Signature } = options;
  const operation = { action: "GetCallerIdentity", parameters: {} };
  const { body, what } = await callSts(context, operation, credentials, signature, options);
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const required = (name: string): string => {
    const value = text(name);
    if (value !== undefined) return value;
    const message = `${what}: ${name} is missing. Check that the endpoint is one of STS.`;
    throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
  };
  return {
    accountId: required("AccountId"),
    arn: required("Arn"),
    identityType: required("IdentityType"),
    principalId: required("PrincipalId"),
    userId: text("UserId"),
    roleId: text("RoleId"),
    requestId: text("RequestId"),
  };
}
