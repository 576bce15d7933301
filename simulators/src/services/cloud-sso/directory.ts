import type { RoleDescription } from "../../cloud/ram/description.ts";
import type { SharedDescription } from "../../cloud/world/description.ts";
import type {
  AccessConfigurationDescription,
  CloudSsoWorld,
  SsoAccountDescription,
  SsoUserDescription,
} from "./world.ts";

const DIRECTORY_ID = "d-0simulated01";

/**
 * Name of the RAM role behind an access configuration:
 * https://www.alibabacloud.com/help/en/cloudsso/user-guide/overview-1
 */
export function ssoRoleName(accessConfigurationName: string): string {
  return `AliyunReservedSSO-${accessConfigurationName}`;
}

/** The RAM roles that CloudSSO provisions in an account: one for each access configuration assigned there. */
export function ssoRoles(
  { cloudSso }: SharedDescription & CloudSsoWorld,
  accountId: string,
): readonly RoleDescription[] {
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
              Federated: [`acs:ram::${accountId}:saml-provider/AliyunReservedSSO-${DIRECTORY_ID}`],
            },
            Condition: { StringEquals: { "saml:recipient": "https://signin.aliyun.com/saml-role/sso" } },
          },
        ],
      },
      maxSessionDurationSeconds: Math.max(3600, sessionDurationSeconds ?? 3600),
      policies,
    }));
}

/** A CloudSSO directory, compiled for look-ups. */
export interface SsoDirectory {
  users(): readonly SsoUserDescription[];
  user(name: string): SsoUserDescription | undefined;
  /** Accounts that a user may enter. */
  accounts(user: string): readonly SsoAccountDescription[];
  /** Access configurations that a user has in an account. */
  accessConfigurations(user: string, accountId: string): readonly AccessConfigurationDescription[];
}

/** @throws `TypeError` when an assignment names what does not exist, or an account is not one of the world. */
export function createSsoDirectory({
  accounts: existing,
  cloudSso,
}: SharedDescription & CloudSsoWorld): SsoDirectory {
  const { users = [], accounts = [], accessConfigurations = [], assignments = [] } = cloudSso ?? {};

  function demand(what: string, names: readonly string[], known: readonly string[]): void {
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw new TypeError(`the CloudSSO directory has no ${what} ${JSON.stringify(unknown)}`);
  }

  const userNames = users.map(({ name }) => name);
  const accountIds = accounts.map(({ accountId }) => accountId);
  const configurationNames = accessConfigurations.map(({ name }) => name);
  const inWorld = existing.map(({ id }) => id);
  for (const accountId of accountIds) {
    if (!inWorld.includes(accountId))
      throw new TypeError(`CloudSSO names the account ${accountId}, which the world does not have`);
  }
  for (const assignment of assignments) {
    demand("user", assignment.users, userNames);
    demand("account", assignment.accountIds, accountIds);
    demand("access configuration", assignment.accessConfigurations, configurationNames);
  }

  return {
    users: () => users,
    user: (name) => users.find((user) => user.name === name),
    accounts(user) {
      const mine = assignments.filter((one) => one.users.includes(user)).flatMap((one) => one.accountIds);
      const assigned = new Set(mine);
      return accounts.filter(({ accountId }) => assigned.has(accountId));
    },
    accessConfigurations(user, accountId) {
      const mine = assignments
        .filter((one) => one.users.includes(user) && one.accountIds.includes(accountId))
        .flatMap((one) => one.accessConfigurations);
      const assigned = new Set(mine);
      return accessConfigurations.filter(({ name }) => assigned.has(name));
    },
  };
}
