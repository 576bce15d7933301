import * as fc from "fast-check";
import { PROFILE_MODES, profileOf } from "./profiles.ts";
import type { KeyParts } from "./terraform-case.ts";
import { tokenOf, type World } from "./world.ts";

const KEY = { access_key_id: "Kp", access_key_secret: "Sp" };
const ROLE = { ram_role_arn: "acs:ram::1:role/prole" };

/** Fields of the profile `p`; those without a mode leave it to be recognised. */
export const CLI_PROFILES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(PROFILE_MODES.map((mode) => [mode, profileOf(mode)[1]])),
  nothing: {},
  "AK without keys": { mode: "AK" },
  "RamRoleArn without keys": { mode: "RamRoleArn", ram_role_arn: "acs:ram::1:role/prole" },
  "only an id": { access_key_id: "Kp" },
  keys: { access_key_id: "Kp", access_key_secret: "Sp" },
  "keys with a token": { access_key_id: "Kp", access_key_secret: "Sp", sts_token: "Tp" },
  "keys with a role": {
    access_key_id: "Kp",
    access_key_secret: "Sp",
    ram_role_arn: "acs:ram::1:role/prole",
  },
  "a role name": { ram_role_name: "pecs" },
  "a command": { process_command: "issue-credentials", credentials_uri: "https://puri.uri.test/" },
  "a role": { ram_role_arn: "acs:ram::1:role/prole" },
  "a source profile": { source_profile: "base" },
  "fields in capitals": { MODE: "AK", Access_Key_Id: "Kp", ACCESS_KEY_SECRET: "Sp" },
  "an empty mode": { mode: "", access_key_id: "Kp", access_key_secret: "Sp" },
  "EcsRamRole without a name": { mode: "EcsRamRole" },
  "RamRoleArn without a session name": { mode: "RamRoleArn", ...KEY, ...ROLE },
  "RamRoleArn with a region of STS": { mode: "RamRoleArn", ...KEY, ...ROLE, sts_region: "cn-p" },
  "RamRoleArn with enable_vpc": { mode: "RamRoleArn", ...KEY, ...ROLE, sts_region: "cn-p", enable_vpc: true },
  "RamRoleArn with an address of STS": {
    mode: "RamRoleArn",
    ...KEY,
    ...ROLE,
    sts_endpoint: " http://sts.cn-a.aliyuncs.com/ ",
    sts_region: "cn-p",
  },
  "an instance's role with another on top": {
    mode: "RamRoleArnWithRoleName",
    ram_role_name: "pecs",
    ...ROLE,
  },
  "the instance's role with another on top": { mode: "RamRoleArnWithRoleName", ...ROLE },
  "a chain over no key": { mode: "ChainableRamRoleArn", source_profile: "keyless", ...ROLE },
  "a chain over no mode": { mode: "ChainableRamRoleArn", source_profile: "modeless", ...ROLE },
  "a chain over a role": { mode: "ChainableRamRoleArn", source_profile: "role", ...ROLE, sts_region: "cn-p" },
  "a chain over the instance": { mode: "ChainableRamRoleArn", source_profile: "instance", ...ROLE },
};

/** The profiles that others lead to. */
const SOURCES = [
  { name: "base", mode: "AK", access_key_id: "Kbase", access_key_secret: "Sbase" },
  { name: "keyless", mode: "AK" },
  { name: "modeless", access_key_id: "Kbase", access_key_secret: "Sbase" },
  {
    name: "role",
    mode: "RamRoleArn",
    access_key_id: "Kbase",
    access_key_secret: "Sbase",
    ram_role_arn: "acs:ram::1:role/srole",
    sts_region: "cn-s",
  },
  { name: "instance", mode: "EcsRamRole" },
];

/** Files without a profile, as they are written. */
export const EMPTY_FILES: Readonly<Record<string, string>> = {
  "an empty file": "",
  "an empty object": "{}",
  "null for a list": '{"current":"","profiles":null}',
  "a deleted profile": '{"current":"default","profiles":[],"meta_path":""}',
};

/** Combinations of the CLI's flags. */
export const OVERRIDES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  none: {},
  "a mode and a role name": { mode: "EcsRamRole", ram_role_name: "oecs" },
  "a key": { access_key_id: "Ko", access_key_secret: "So" },
  "half a key": { access_key_id: "Ko", access_key_secret: "" },
  "a role": { ram_role_arn: "acs:ram::1:role/orole", ram_session_name: "osess" },
  "a region of STS": { sts_region: "cn-o" },
};

/** The inputs of the aliyun CLI that exist. */
export interface CliCase {
  readonly file: string | "none";
  readonly isCurrent: boolean;
  /** The profile that a variable names, and which of its three. */
  readonly named: "none" | "p" | "absent";
  readonly namedBy: "ALIBABACLOUD" | "ALIBABA_CLOUD" | "ALICLOUD";
  readonly ignoring: "none" | "TRUE" | "true";
  readonly anonymous: boolean;
  /** Families of variables, in the CLI's order. */
  readonly families: readonly [KeyParts, KeyParts, KeyParts, KeyParts];
  readonly oidcProvider: boolean;
  readonly oidcTokenFile: boolean;
  readonly roleArn: "none" | "ALIBABACLOUD" | "ALIBABA_CLOUD";
  readonly uri: boolean;
  /** Variables that the SDK below the CLI reads. */
  readonly ecsMetadata: boolean;
  readonly sessionName: boolean;
  /** Which of the variables for the address of STS are set. */
  readonly sts: { readonly endpoint: boolean; readonly region: boolean; readonly vpc: boolean };
  readonly overrides: string;
  readonly region: "none" | "REGION" | "ALIBABA_CLOUD_REGION_ID";
}

export const FAMILIES = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""] as const;

const parts = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ id: false, secret: false, token: false }) },
  { weight: 1, arbitrary: fc.constant({ id: true, secret: true, token: false }) },
  { weight: 1, arbitrary: fc.record({ id: fc.boolean(), secret: fc.boolean(), token: fc.boolean() }) },
);

export const cliCase: fc.Arbitrary<CliCase> = fc.record({
  file: fc.constantFrom("none", ...Object.keys(EMPTY_FILES), ...Object.keys(CLI_PROFILES)),
  isCurrent: fc.boolean(),
  named: fc.constantFrom("none", "none", "none", "p", "p", "absent"),
  namedBy: fc.constantFrom("ALIBABACLOUD", "ALIBABA_CLOUD", "ALICLOUD"),
  ignoring: fc.constantFrom("none", "none", "none", "none", "TRUE", "true"),
  anonymous: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  families: fc.tuple(parts, parts, parts, parts),
  oidcProvider: fc.boolean(),
  oidcTokenFile: fc.boolean(),
  roleArn: fc.constantFrom("none", "none", "ALIBABACLOUD", "ALIBABA_CLOUD"),
  uri: fc.boolean(),
  ecsMetadata: fc.boolean(),
  sessionName: fc.boolean(),
  sts: fc.record({ endpoint: fc.boolean(), region: fc.boolean(), vpc: fc.boolean() }),
  overrides: fc.constantFrom("none", "none", "none", "none", ...Object.keys(OVERRIDES)),
  region: fc.constantFrom("none", "REGION", "ALIBABA_CLOUD_REGION_ID"),
});

export function cliWorldOf(it: CliCase): World {
  const env: Record<string, string> = {};
  if (it.named !== "none") env[`${it.namedBy}_PROFILE`] = it.named;
  if (it.ignoring !== "none") env["ALIBABA_CLOUD_IGNORE_PROFILE"] = it.ignoring;
  if (it.anonymous) env["ALIBABA_CLOUD_PROFILE_MODE"] = "anonymous";
  for (const [index, { id, secret, token }] of it.families.entries()) {
    const family = FAMILIES[index] ?? "";
    if (id) env[`${family}ACCESS_KEY_ID`] = `K${index}`;
    if (secret) env[`${family}ACCESS_KEY_SECRET`] = `S${index}`;
    if (token) env[`${family}SECURITY_TOKEN`] = `T${index}`;
  }
  if (it.oidcProvider) env["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = "acs:ram::1:oidc-provider/e";
  if (it.oidcTokenFile) env["ALIBABACLOUD_OIDC_TOKEN_FILE"] = "/token";
  if (it.roleArn !== "none") env[`${it.roleArn}_ROLE_ARN`] = "acs:ram::1:role/erole";
  if (it.uri) env["ALIBABA_CLOUD_CREDENTIALS_URI"] = "https://euri.uri.test/";
  if (it.ecsMetadata) env["ALIBABA_CLOUD_ECS_METADATA"] = "eecs";
  if (it.sessionName) env["ALIBABA_CLOUD_ROLE_SESSION_NAME"] = "esess";
  if (it.sts.endpoint) env["ALIBABA_CLOUD_STS_ENDPOINT"] = "sts.cn-e.aliyuncs.com";
  if (it.sts.region) env["ALIBABA_CLOUD_STS_REGION"] = "cn-r";
  if (it.sts.vpc) env["ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"] = "true";
  if (it.region !== "none") env[it.region] = "cn-e";
  const profile = CLI_PROFILES[it.file];
  const written = EMPTY_FILES[it.file];
  return {
    env,
    profiles: profile && [...SOURCES, { name: "p", ...profile }],
    current: it.isCurrent ? "p" : undefined,
    files: {
      "/token": tokenOf("ftok"),
      ...(written !== undefined && { "/home/test/.aliyun/config.json": written }),
    },
    instanceRole: "irole",
    showsSts: true,
  };
}
