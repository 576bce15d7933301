import type { Credentials } from "@alicred/core";

/**
 * The variables of a program that runs as somebody: one table, from which its environment, the lines of `alicred shell`
 * and the table of the README are made.
 *
 * @module
 */

/** The value of a variable. `cleared`: it is removed. `kept`: it stays as it is. */
export type Value =
  | "accessKeyId"
  | "accessKeySecret"
  | "securityToken"
  | "tokenOrEmpty"
  | "lastingKeyId"
  | "lastingKeySecret"
  | "sessionKeyId"
  | "sessionKeySecret"
  | "serverlessDevsJson"
  | "region"
  | "credentialsUri"
  | "absentFile"
  | "profile"
  | "expiration"
  | "depth"
  | "switches"
  | "true"
  | "TRUE"
  | "cleared"
  | "kept";

/** Variables that get the same value, because the same tools read them for the same. */
export interface VariableRow {
  readonly names: readonly [string, ...string[]];
  /** Given to a program that gets keys. */
  readonly keys: Value;
  /** Given to a program that fetches its credentials from a server. */
  readonly server: Value;
  /** Its readers, and their purpose. */
  readonly whom: string;
}

/** A path at which there is no file, by the name that Unix reserves for it. */
export const ABSENT_FILE: string =
  process.platform === "win32" ? "C:\\nonexistent\\alicred" : "/nonexistent/alicred";

/** The switch that keeps a profile of mode `EcsRamRole` from working, which a named profile must not suffer from. */
const METADATA_SWITCH = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";

/** The variables by which `exec` tells what it has set. */
export const OWN = {
  profile: "ALICRED_PROFILE",
  expiration: "ALICRED_EXPIRATION",
  depth: "ALICRED_DEPTH",
  switches: "ALICRED_SWITCHES",
} as const;

const SDKS = "SDKs, Terraform, the aliyun CLI";

/** Every variable that `exec` has a say in. Of two rows with one name, as Windows compares them, the later counts. */
export const VARIABLES: readonly VariableRow[] = [
  ...families("ACCESS_KEY_Id", "cleared", "cleared", "older SDKs for Go", ["ALIBABA_CLOUD"]),
  ...families("ACCESS_KEY_ID", "accessKeyId", "cleared", SDKS),
  ...families("ACCESS_KEY_SECRET", "accessKeySecret", "cleared", SDKS),
  ...families("SECURITY_TOKEN", "securityToken", "cleared", SDKS),
  row(["ALICLOUD_ACCESS_KEY"], "accessKeyId", "cleared", "Terraform, Packer, Ansible"),
  row(["ALICLOUD_SECRET_KEY"], "accessKeySecret", "cleared", "Terraform, Packer, Ansible"),
  row(["ALICLOUD_ACCESS_KEY_STS_TOKEN"], "securityToken", "cleared", "ack-ram-tool"),
  row(["ALICLOUD_STS_TOKEN"], "securityToken", "cleared", "saectl"),
  row(
    ["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"],
    "cleared",
    "credentialsUri",
    "SDKs, Terraform",
  ),
  ...families("IGNORE_PROFILE", "TRUE", "cleared", "the aliyun CLI: not its file", [
    "ALIBABA_CLOUD",
    "ALIBABACLOUD",
  ]),
  row(["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"], "cleared", "true", "SDKs: not config.json"),
  row([METADATA_SWITCH], "kept", "true", "SDKs: not the role of the ECS instance"),
  row(
    ["ALIBABA_CLOUD_CREDENTIALS_FILE"],
    "absentFile",
    "absentFile",
    "SDKs: not the INI file; Terraform: not the file that a block with `profile` reads",
  ),
  row(
    ["ALICLOUD_SHARED_CREDENTIALS_FILE"],
    "absentFile",
    "absentFile",
    "Terraform's OSS backend, Packer, Ansible: not the file that `profile` leads to",
  ),
  ...families("PROFILE", "cleared", "cleared", "all: another profile"),
  row(["ALIBABA_CLOUD_PROFILE_MODE"], "cleared", "cleared", "the aliyun CLI: another mode"),
  ...families("ROLE_ARN", "cleared", "cleared", "all: another role", ["ALIBABA_CLOUD", "ALIBABACLOUD"]),
  ...families("ROLE_SESSION_NAME", "cleared", "cleared", "all: another role", [
    "ALIBABA_CLOUD",
    "ALIBABACLOUD",
  ]),
  ...families("EXTERNAL_ID", "cleared", "cleared", "the aliyun CLI: another role", [
    "ALIBABA_CLOUD",
    "ALIBABACLOUD",
  ]),
  row(
    [
      "ALICLOUD_ASSUME_ROLE_ARN",
      "ALICLOUD_ASSUME_ROLE_SESSION_NAME",
      "ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION",
      "ALICLOUD_ASSUME_ROLE_POLICY",
      "ALICLOUD_ASSUME_ROLE_EXTERNAL_ID",
    ],
    "cleared",
    "cleared",
    "Terraform, Ansible: another role",
  ),
  ...["OIDC_PROVIDER_ARN", "OIDC_TOKEN_FILE", "OIDC_TOKEN"].flatMap((name) =>
    families(name, "cleared", "cleared", "all: another role, by OIDC", ["ALIBABA_CLOUD", "ALIBABACLOUD"]),
  ),
  row(
    ["ALIBABA_CLOUD_ECS_METADATA", "ALICLOUD_ECS_ROLE_NAME"],
    "cleared",
    "cleared",
    "all: the role of the ECS instance",
  ),
  row(["ALIBABA_CLOUD_BEARER_TOKEN"], "cleared", "cleared", "the aliyun CLI: another identity"),
  row(
    ["ALIBABA_CLOUD_ACCOUNT_ID", "ALICLOUD_ACCOUNT_ID"],
    "cleared",
    "cleared",
    "Terraform: another account",
  ),
  ...families("REGION_ID", "region", "region", SDKS),
  ...families("REGION", "region", "region", SDKS),
  row(["ACCESS_KEY_ID"], "accessKeyId", "cleared", "the aliyun CLI, odpscmd, fun, CloudShell's tools"),
  row(
    ["ACCESS_KEY_SECRET"],
    "accessKeySecret",
    "cleared",
    "the aliyun CLI, odpscmd, fun, CloudShell's tools",
  ),
  row(
    ["SECURITY_TOKEN"],
    "securityToken",
    "cleared",
    "Packer, the aliyun CLI, odpscmd, fun, CloudShell's tools",
  ),
  row(["REGION_ID", "REGION", "ENDPOINT_TYPE"], "cleared", "cleared", "the aliyun CLI: another region"),
  row(["OSS_ACCESS_KEY_ID"], "accessKeyId", "cleared", "OSS SDKs, ossutil 2"),
  row(["OSS_ACCESS_KEY_SECRET"], "accessKeySecret", "cleared", "OSS SDKs, ossutil 2"),
  row(["OSS_SESSION_TOKEN"], "securityToken", "cleared", "OSS SDKs, ossutil 2"),
  row(["ALIYUN_LOG_CLI_ACCESSID"], "accessKeyId", "cleared", "aliyunlog (SLS)"),
  row(["ALIYUN_LOG_CLI_ACCESSKEY"], "accessKeySecret", "cleared", "aliyunlog (SLS)"),
  row(
    ["ALIYUN_LOG_CLI_STS_TOKEN"],
    "tokenOrEmpty",
    "cleared",
    "aliyunlog (SLS), not with the token of its file",
  ),
  row(["ODPS_STS_ACCESS_KEY_ID"], "sessionKeyId", "cleared", "PyODPS (MaxCompute)"),
  row(["ODPS_STS_ACCESS_KEY_SECRET"], "sessionKeySecret", "cleared", "PyODPS (MaxCompute)"),
  row(["ODPS_STS_TOKEN"], "securityToken", "cleared", "PyODPS (MaxCompute)"),
  row(
    ["ODPS_STS_ACCOUNT_FILE", "ODPS_BEARER_TOKEN", "ODPS_BEARER_TOKEN_FILE"],
    "cleared",
    "cleared",
    "PyODPS: another identity",
  ),
  row(["ESA_ACCESS_KEY_ID"], "lastingKeyId", "cleared", "esa-cli, which knows no token"),
  row(["ESA_ACCESS_KEY_SECRET"], "lastingKeySecret", "cleared", "esa-cli, which knows no token"),
  row(
    ["alicred_serverless_devs_key"],
    "serverlessDevsJson",
    "cleared",
    "Serverless Devs, as `access: alicred_serverless_devs_key`",
  ),
  row(
    ["AccountID", "AccessKeyID", "AccessKeySecret"],
    "cleared",
    "cleared",
    "Serverless Devs, which drops the token beside them",
  ),
  row([OWN.profile], "profile", "profile", "prompts, `alicred exec` inside"),
  row([OWN.expiration], "expiration", "cleared", "prompts, `alicred time`"),
  row([OWN.depth], "depth", "depth", "prompts, `alicred exec` inside"),
  row(
    [OWN.switches],
    "kept",
    "switches",
    "`alicred -p NAME` inside, which the switch above does not concern",
  ),
  row(["BUN_BE_BUN"], "cleared", "cleared", "programs made by Bun, which would be Bun itself"),
];

function row(names: VariableRow["names"], keys: Value, server: Value, whom: string): VariableRow {
  return { names, keys, server, whom };
}

/** One variable in each family of names. */
function families(
  name: string,
  keys: Value,
  server: Value,
  whom: string,
  prefixes: readonly string[] = ["ALIBABA_CLOUD", "ALIBABACLOUD", "ALICLOUD"],
): readonly VariableRow[] {
  const [first = "", ...others] = prefixes.map((prefix) => `${prefix}_${name}`);
  return [row([first, ...others], keys, server, whom)];
}

/** The identity that a program gets. */
export interface Identity {
  readonly credentials: Credentials;
  /** The address of a server with credentials that stay fresh, in place of keys. */
  readonly credentialsUri?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The changes of variables: their new values; `undefined` for one that is removed. Those that stay are not in it.
 *
 * @param keep whether variables that hold another identity stay; a token of another key never does
 */
export function changesFor(
  identity: Identity,
  outer: Environment,
  keep = false,
): ReadonlyMap<string, string | undefined> {
  const changes = new Map<string, string | undefined>();
  for (const { names, keys, server } of VARIABLES) {
    const value = identity.credentialsUri === undefined ? keys : server;
    const text = keep && value === "cleared" ? null : textOf(value, identity, outer);
    if (text !== null) for (const name of names) changes.set(name, text);
  }
  return changes;
}

/** Returns the text of a value, `undefined` to clear the variable, `null` to keep it. */
function textOf(value: Value, identity: Identity, outer: Environment): string | undefined | null {
  const { credentials, credentialsUri, region, profile } = identity;
  const { accessKeyId, accessKeySecret, securityToken, expiration } = credentials;
  const isSession = securityToken !== undefined;
  const isNested = outer[OWN.depth] !== undefined;
  switch (value) {
    case "accessKeyId":
      return accessKeyId;
    case "accessKeySecret":
      return accessKeySecret;
    case "securityToken":
      return securityToken;
    case "tokenOrEmpty":
      return securityToken ?? "";
    case "lastingKeyId":
      return isSession ? undefined : accessKeyId;
    case "lastingKeySecret":
      return isSession ? undefined : accessKeySecret;
    case "sessionKeyId":
      return isSession ? accessKeyId : undefined;
    case "sessionKeySecret":
      return isSession ? accessKeySecret : undefined;
    case "serverlessDevsJson":
      return JSON.stringify({
        AccessKeyID: accessKeyId,
        AccessKeySecret: accessKeySecret,
        ...(isSession && { SecurityToken: securityToken }),
      });
    case "region":
      // The region of the shell stays where this identity has none, but not that of an outer identity.
      return region ?? (isNested ? undefined : null);
    case "credentialsUri":
      return credentialsUri;
    case "absentFile":
      return ABSENT_FILE;
    case "profile":
      return profile;
    case "expiration":
      return expiration?.toISOString();
    case "depth":
      return String(Number(outer[OWN.depth] ?? 0) + 1);
    case "switches":
      return outer[METADATA_SWITCH] === undefined || outer[OWN.switches] !== undefined
        ? METADATA_SWITCH
        : undefined;
    case "true":
    case "TRUE":
      return value;
    case "cleared":
      return undefined;
    case "kept":
      return null;
  }
}
