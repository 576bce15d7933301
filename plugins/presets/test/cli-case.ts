import * as fc from "fast-check";
import { PROFILE_MODES, profileOf } from "./profiles.ts";
import type { KeyParts } from "./terraform-case.ts";
import { tokenOf, type World } from "./world.ts";

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
};

/** Which inputs of the aliyun CLI are there. */
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
}

export const FAMILIES = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""] as const;

const parts = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ id: false, secret: false, token: false }) },
  { weight: 1, arbitrary: fc.constant({ id: true, secret: true, token: false }) },
  { weight: 1, arbitrary: fc.record({ id: fc.boolean(), secret: fc.boolean(), token: fc.boolean() }) },
);

export const cliCase: fc.Arbitrary<CliCase> = fc.record({
  file: fc.constantFrom("none", ...Object.keys(CLI_PROFILES)),
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
  const base = { name: "base", mode: "AK", access_key_id: "Kbase", access_key_secret: "Sbase" };
  return {
    env,
    profiles: it.file === "none" ? undefined : [base, { name: "p", ...CLI_PROFILES[it.file] }],
    current: it.isCurrent ? "p" : undefined,
    files: { "/token": tokenOf("ftok") },
    instanceRole: "irole",
  };
}
