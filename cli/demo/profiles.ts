import { fileURLToPath } from "node:url";
import { assumeRole } from "@alicred/assume-role";
import { type Host, refreshing } from "@alicred/core";
import type { Cloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import { PUBLIC_KEY_ID } from "./world.ts";

export interface Profile {
  readonly name: string;
  readonly mode: string;
  readonly [field: string]: unknown;
}

/** The targets of the profiles. */
export interface Surroundings {
  readonly cloud: Cloud;
  readonly host: Host;
  /** Of the served cloud, without a slash at the end. */
  readonly origin: string;
  /** A file whose OIDC token is kept fresh. */
  readonly tokenFile: string;
  /** PEM in PKCS#8, of the key pair that the cloud knows. */
  readonly privateKeyPem: string;
}

const ACCOUNT_ID = "1000000000000001";
const ACCOUNT = `acs:ram::${ACCOUNT_ID}`;

/** A profile for every mode that ends in an access key, as `aliyun configure` writes them. */
export async function demoProfiles(surroundings: Surroundings): Promise<readonly Profile[]> {
  const { cloud, origin, tokenFile, privateKeyPem } = surroundings;
  const alice = cloud.accessKey("alice");
  const keys = { access_key_id: alice.accessKeyId, access_key_secret: alice.accessKeySecret };
  const session = { ram_session_name: "demo", expired_seconds: 3600, sts_endpoint: origin };
  const command = fileURLToPath(new URL("./print-credentials.mjs", import.meta.url));
  return [
    { name: "keys", mode: "AK", ...keys },
    { name: "pasted", mode: "StsToken", ...(await pastedSession(surroundings)) },
    { name: "admin", mode: "RamRoleArn", ...keys, ...session, ram_role_arn: `${ACCOUNT}:role/admin` },
    {
      name: "reader",
      mode: "ChainableRamRoleArn",
      source_profile: "admin",
      ...session,
      ram_role_arn: `${ACCOUNT}:role/reader`,
    },
    { name: "ecs", mode: "EcsRamRole", ram_role_name: "ecs-app" },
    {
      name: "vm",
      mode: "RamRoleArnWithRoleName",
      ram_role_name: "ecs-app",
      ...session,
      ram_role_arn: `${ACCOUNT}:role/reader`,
    },
    {
      name: "pod",
      mode: "OIDC",
      ...session,
      ram_role_arn: `${ACCOUNT}:role/rrsa-app`,
      oidc_provider_arn: `${ACCOUNT}:oidc-provider/ack-rrsa`,
      oidc_token_file: tokenFile,
    },
    { name: "uri", mode: "CredentialsURI", credentials_uri: `${origin}/credentials-uri/reader` },
    { name: "sso", mode: "CloudSSO", ...cloudSsoLogin(cloud) },
    { name: "browser", mode: "OAuth", ...oauthLogin(cloud) },
    {
      name: "program",
      mode: "External",
      process_command: `"${process.execPath}" "${command}" ${alice.accessKeyId} ${alice.accessKeySecret}`,
    },
    {
      name: "pair",
      mode: "RsaKeyPair",
      key_pair_name: PUBLIC_KEY_ID,
      private_key: privateKeyPem,
      sts_endpoint: origin,
    },
  ];
}

/** The modes that have no access key, by design. */
export const keylessProfiles: readonly Profile[] = [
  { name: "token", mode: "BearerToken", bearer_token: "demo-bearer-token" },
  { name: "nobody", mode: "Anonymous" },
];

async function pastedSession({ cloud, host, origin }: Surroundings): Promise<Record<string, unknown>> {
  const from = staticCredentials(cloud.accessKey("alice"));
  const source = assumeRole({ from, roleArn: `${ACCOUNT}:role/reader`, sts: { endpoint: origin } });
  const { accessKeyId, accessKeySecret, securityToken } = await refreshing(source, { host }).get();
  return { access_key_id: accessKeyId, access_key_secret: accessKeySecret, sts_token: securityToken };
}

function cloudSsoLogin(cloud: Cloud): Record<string, unknown> {
  const { accessToken, expiresAtMs } = cloud.cloudSso.signIn("alice");
  return {
    cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
    cloud_sso_account_id: ACCOUNT_ID,
    cloud_sso_access_config: "ac-0simulatedadmin000001",
    access_token: accessToken,
    cloud_sso_access_token_expire: Math.floor(expiresAtMs / 1000),
  };
}

function oauthLogin(cloud: Cloud): Record<string, unknown> {
  const { accessToken, refreshToken, accessExpiresAtMs } = cloud.oauth.signIn("alice", "CN");
  return {
    oauth_site_type: "CN",
    oauth_access_token: accessToken,
    oauth_refresh_token: refreshToken,
    oauth_access_token_expire: Math.floor(accessExpiresAtMs / 1000),
  };
}
