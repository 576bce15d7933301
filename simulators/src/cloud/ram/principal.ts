/** The identity that a credential stands for. */
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

const ROLE_MARK = /((?:^|[:*])(?:assumed-)?role\/)([^/]*)/;

/**
 * An ARN, or a pattern of ARNs, with the name of a role in it in lower case: RAM takes no regard to its case. The rest
 * stays as it is.
 */
export function withLowerCaseRole(arn: string): string {
  return arn.replace(ROLE_MARK, (_, head: string, name: string) => head + name.toLowerCase());
}
