import { principalArn } from "../../../cloud/ram/principal.ts";
import type { SignedAction } from "./action.ts";

/** https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-getcalleridentity */
export const getCallerIdentity: SignedAction = (_context, { principal }) => {
  const common = {
    IdentityType: principal.type,
    AccountId: principal.accountId,
    Arn: principalArn(principal),
  };
  if (principal.type === "Account")
    return { ...common, PrincipalId: principal.accountId, UserId: principal.accountId };
  if (principal.type === "RAMUser")
    return { ...common, PrincipalId: principal.userId, UserId: principal.userId };
  return {
    ...common,
    PrincipalId: `${principal.roleId}:${principal.sessionName}`,
    RoleId: principal.roleId,
  };
};
