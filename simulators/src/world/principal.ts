/** Who a credential stands for. */
export type Principal =
  | { readonly type: "Account"; readonly accountId: string }
  | {
      readonly type: "RAMUser";
      readonly accountId: string;
      readonly userName: string;
      readonly userId: string;
    }
  | {
      readonly type: "AssumedRoleUser";
      readonly accountId: string;
      readonly roleName: string;
      readonly roleId: string;
      readonly sessionName: string;
    };

/** ARN of a principal as GetCallerIdentity gives it. */
export function principalArn(principal: Principal): string {
  const head = `acs:ram::${principal.accountId}`;
  if (principal.type === "Account") return `${head}:root`;
  if (principal.type === "RAMUser") return `${head}:user/${principal.userName}`;
  return `${head}:assumed-role/${principal.roleName}/${principal.sessionName}`;
}
