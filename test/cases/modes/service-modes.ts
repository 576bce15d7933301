import { type Cloud, defaultWorld, type WorldDescription } from "@alicred/simulators";
import { type Mode, serviceMode } from "./mode.ts";
import { privateKey, publicKey } from "./test-key-pair.ts";

const ADMIN = "acs:ram::1000000000000001:role/admin";
const READER = "acs:ram::1000000000000001:role/reader";

function keyFields(cloud: Cloud): object {
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  return { access_key_id: accessKeyId, access_key_secret: accessKeySecret };
}

function adminProfile(cloud: Cloud): object {
  return { mode: "RamRoleArn", ...keyFields(cloud), ram_role_arn: ADMIN, ram_session_name: "first" };
}

/** A profile of alice, who has just signed in to the portal. */
export function cloudSsoProfile(cloud: Cloud): Readonly<Record<string, unknown>> {
  const { accessToken, expiresAtMs } = cloud.cloudSso.signIn("alice");
  return {
    mode: "CloudSSO",
    cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
    cloud_sso_account_id: "1000000000000001",
    cloud_sso_access_config: "ac-0simulatedadmin000001",
    access_token: accessToken,
    cloud_sso_access_token_expire: Math.floor(expiresAtMs / 1000),
  };
}

const assumeRole = { service: "sts", operation: "AssumeRole" };

/** The default world, where alice has a key pair too. */
const worldWithKeyPair: WorldDescription = {
  ...defaultWorld,
  accounts: defaultWorld.accounts.map((account) => ({
    ...account,
    users: account.users?.map((user) =>
      user.name === "alice" ? { ...user, publicKeys: [{ id: "pk-alice", pem: publicKey }] } : user,
    ),
  })),
};

/** The default world, where the role of the instance may assume others. */
const worldWithChain: WorldDescription = {
  ...defaultWorld,
  accounts: defaultWorld.accounts.map((account) => ({
    ...account,
    roles: account.roles?.map((role) =>
      role.name === "ecs-app" ? { ...role, policies: ["AliyunSTSAssumeRoleAccess"] } : role,
    ),
  })),
};

export const serviceModes: readonly Mode[] = [
  serviceMode("RamRoleArn", assumeRole, "NoPermission", (cloud) => [adminProfile(cloud)], {
    owner: "assumed-role/admin/first",
  }),
  serviceMode(
    "ChainableRamRoleArn",
    assumeRole,
    "NoPermission",
    (cloud) => [
      {
        mode: "ChainableRamRoleArn",
        source_profile: "second",
        ram_role_arn: READER,
        ram_session_name: "chained",
      },
      adminProfile(cloud),
    ],
    { owner: "assumed-role/reader/chained" },
  ),
  serviceMode(
    "EcsRamRole",
    { service: "ecs-metadata", operation: "GetCredentials" },
    "Disabled",
    () => [{ mode: "EcsRamRole" }],
    {
      owner: "assumed-role/ecs-app/vm-ram-i-bp10simulated00000001",
    },
  ),
  serviceMode(
    "RamRoleArnWithRoleName",
    assumeRole,
    "NoPermission",
    () => [
      {
        mode: "RamRoleArnWithRoleName",
        ram_role_name: "ecs-app",
        ram_role_arn: READER,
        ram_session_name: "instance",
      },
    ],
    { owner: "assumed-role/reader/instance", world: worldWithChain },
  ),
  serviceMode(
    "OIDC",
    { service: "sts", operation: "AssumeRoleWithOIDC" },
    "AuthenticationFail.OIDCToken.InvalidSignature",
    () => [
      {
        mode: "OIDC",
        oidc_provider_arn: "acs:ram::1000000000000001:oidc-provider/ack-rrsa",
        oidc_token_file: "/var/run/secrets/token",
        ram_role_arn: "acs:ram::1000000000000001:role/rrsa-app",
        ram_session_name: "pod",
      },
    ],
    { owner: "assumed-role/rrsa-app/pod" },
  ),
  serviceMode(
    "CredentialsURI",
    { service: "credentials-uri" },
    "NotFound",
    (cloud) => [{ mode: "CredentialsURI", credentials_uri: cloud.credentialsDocument("/reader").url }],
    {
      owner: "assumed-role/reader/credentials-uri",
      host: () => ({
        env: (name) =>
          name === "ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS" ? "credentials.simulated.example" : undefined,
      }),
    },
  ),
  serviceMode("CloudSSO", { service: "cloud-sso" }, "InvalidToken", (cloud) => [cloudSsoProfile(cloud)], {
    owner: "assumed-role/AliyunReservedSSO-Administrator/alice",
    codes: { refused: "LOGIN_REQUIRED" },
  }),
  serviceMode(
    "OAuth",
    { service: "oauth" },
    "invalid_grant",
    (cloud) => {
      const { accessToken, refreshToken, accessExpiresAtMs } = cloud.oauth.signIn("alice");
      return [
        {
          mode: "OAuth",
          oauth_site_type: "CN",
          oauth_access_token: accessToken,
          oauth_access_token_expire: Math.floor(accessExpiresAtMs / 1000),
          oauth_refresh_token: refreshToken,
        },
      ];
    },
    { owner: "alice", codes: { refused: "LOGIN_REQUIRED" } },
  ),
  serviceMode(
    "RsaKeyPair",
    { service: "sts", operation: "GenerateSessionAccessKey" },
    "InvalidAccessKeyId.NotFound",
    () => [{ mode: "RsaKeyPair", key_pair_name: "pk-alice", private_key: privateKey }],
    { owner: "user/alice", world: worldWithKeyPair },
  ),
];
