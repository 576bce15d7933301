import type { WorldDescription } from "../world/schema/mod.ts";
import type { RoleDescription } from "../world/schema/role.ts";

const directoryId = "d-0simulated01";

/**
 * Name of the RAM role behind an access configuration:
 * https://www.alibabacloud.com/help/en/cloudsso/user-guide/overview-1
 */
export function ssoRoleName(accessConfigurationName: string): string {
  return `AliyunReservedSSO-${accessConfigurationName}`;
}

/** The RAM roles that CloudSSO provisions in an account: one for each access configuration assigned there. */
export function ssoRoles({ cloudSso }: WorldDescription, accountId: string): readonly RoleDescription[] {
  const assigned = new Set(
    cloudSso?.assignments
      .filter(({ accountIds }) => accountIds.includes(accountId))
      .flatMap(({ accessConfigurations }) => accessConfigurations),
  );
  return (cloudSso?.accessConfigurations ?? [])
    .filter(({ name }) => assigned.has(name))
    .map(({ name, sessionDurationSeconds, policies }) => ({
      name: ssoRoleName(name),
      trustPolicy: {
        Version: "1",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: {
              Federated: [`acs:ram::${accountId}:saml-provider/AliyunReservedSSO-${directoryId}`],
            },
            Condition: { StringEquals: { "saml:recipient": "https://signin.aliyun.com/saml-role/sso" } },
          },
        ],
      },
      maxSessionDurationSeconds: Math.max(3600, sessionDurationSeconds ?? 3600),
      policies,
    }));
}
