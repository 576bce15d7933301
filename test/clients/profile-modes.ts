import type { Mode } from "./mode.ts";
import { accountId, type Facts, session } from "./world.ts";

type Profile = Readonly<Record<string, string | number>>;

const head = `acs:ram::${accountId}`;
const assumed = (name: string): string => `${head}:assumed-role/${name}/`;
const alice = `${head}:user/alice`;
const toAdmin = { ram_role_arn: `${head}:role/admin`, ram_session_name: "clients" };

/** With tokens of their own, since some are good only once: the modes that the default chain reads from `~/.aliyun/config.json` and from the INI file. */
export function profileModes({ cloud, oidcTokenFile }: Facts): readonly Mode[] {
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const key = { access_key_id: accessKeyId, access_key_secret: accessKeySecret };
  const oauth = cloud.oauth.signIn("alice");
  const sso = cloud.cloudSso.signIn("alice");
  const external = { mode: "AK", ...key };
  return [
    profile("AK", key, alice, []),
    profile(
      "StsToken",
      {
        access_key_id: session.accessKeyId,
        access_key_secret: session.accessKeySecret,
        sts_token: session.securityToken,
      },
      assumed("admin"),
      [],
    ),
    profile("RamRoleArn", { ...key, ...toAdmin }, assumed("admin"), ["sts.aliyuncs.com AssumeRole"]),
    profile("EcsRamRole", { ram_role_name: "ecs-app" }, assumed("ecs-app"), [
      "100.100.100.200 GetCredentials",
    ]),
    profile(
      "OIDC",
      {
        ...{ oidc_provider_arn: `${head}:oidc-provider/ack-rrsa`, oidc_token_file: oidcTokenFile },
        ...{ ram_role_arn: `${head}:role/rrsa-app`, ram_session_name: "clients" },
      },
      assumed("rrsa-app"),
      ["sts.aliyuncs.com AssumeRoleWithOIDC"],
    ),
    profile(
      "ChainableRamRoleArn",
      { source_profile: "source", sts_region: "cn-hangzhou", ...toAdmin },
      assumed("admin"),
      ["sts.cn-hangzhou.aliyuncs.com AssumeRole"],
      // Without a region the aliyun CLI refuses it.
      [{ name: "source", mode: "AK", region_id: "cn-hangzhou", ...key }],
    ),
    profile(
      "CloudSSO",
      {
        cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
        cloud_sso_account_id: accountId,
        cloud_sso_access_config: "ac-0simulatedadmin000001",
        access_token: sso.accessToken,
        cloud_sso_access_token_expire: Math.floor(sso.expiresAtMs / 1000),
      },
      assumed("AliyunReservedSSO-Administrator"),
      ["signin-cn-shanghai.alibabacloudsso.com CreateCloudCredential"],
    ),
    profile(
      "OAuth",
      {
        oauth_site_type: "CN",
        oauth_access_token: oauth.accessToken,
        oauth_refresh_token: oauth.refreshToken,
        // As if it were used up, so that it is refreshed.
        oauth_access_token_expire: 1,
      },
      "acs:ram::",
      ["oauth.aliyun.com RefreshToken", "oauth.aliyun.com Exchange"],
    ),
    profile("External", { process_command: `cat HOME_DIR/external.json` }, alice, [], [], {
      "external.json": JSON.stringify(external),
    }),
    ini("access_key", key, alice, []),
    ini("ecs_ram_role", { role_name: "ecs-app" }, assumed("ecs-app"), ["100.100.100.200 GetCredentials"]),
    ini(
      "ram_role_arn",
      { ...key, role_arn: toAdmin.ram_role_arn, role_session_name: "clients" },
      assumed("admin"),
      ["sts.aliyuncs.com AssumeRole"],
    ),
  ];
}

function profile(
  mode: string,
  fields: Profile,
  identity: string,
  calls: readonly string[],
  others: readonly Profile[] = [],
  files: Readonly<Record<string, string>> = {},
): Mode {
  const profiles = [{ name: "default", mode, region_id: "cn-hangzhou", ...fields }, ...others];
  const config = JSON.stringify({ current: "default", profiles });
  return {
    name: `profile: ${mode}`,
    config: {},
    env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: mode === "EcsRamRole" ? "false" : "true" },
    files: { ".aliyun/config.json": config, ...files },
    identity,
    calls,
  };
}

function ini(type: string, fields: Profile, identity: string, calls: readonly string[]): Mode {
  const lines = ["[default]", "enable = true", `type = ${type}`];
  for (const [name, value] of Object.entries(fields)) lines.push(`${name} = ${value}`);
  return {
    name: `INI file: ${type}`,
    config: {},
    env: { ALIBABA_CLOUD_CREDENTIALS_FILE: "HOME_DIR/credentials.ini" },
    files: { "credentials.ini": `${lines.join("\n")}\n` },
    identity,
    calls,
  };
}
