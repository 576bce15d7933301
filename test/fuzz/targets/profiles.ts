// Files with profiles: `config.json` of the aliyun CLI, the INI file of the SDKs, and edits of the former.
import { iniProfile } from "@alicred/ini-profile";
import { allModes } from "@alicred/presets";
import { sharedConfig } from "@alicred/shared-config";
import * as fc from "fast-check";
import { editJson } from "../../../plugins/files/file-store/src/edit-json.ts";
import { CANARY_SECRET, CANARY_TOKEN } from "../support/canaries.ts";
import { hostileValue, nearJson } from "../support/hostile.ts";
import { fuzzHost, resolveAll } from "../support/resolve.ts";
import type { FuzzTarget } from "../target.ts";

const key = { access_key_id: "LTAIfuzz", access_key_secret: CANARY_SECRET };
const role = { ram_role_arn: "acs:ram::1000000000000001:role/admin", ram_session_name: "fuzz" };

/** A profile of every mode, each leading to the next where it leads to one. */
const profiles: readonly Record<string, unknown>[] = [
  { name: "p", mode: "AK", ...key },
  { name: "p", mode: "StsToken", ...key, sts_token: CANARY_TOKEN },
  { name: "p", mode: "RamRoleArn", ...key, ...role, expired_seconds: 900, policy: '{"Version":"1"}' },
  { name: "p", mode: "ChainableRamRoleArn", source_profile: "q", ...role, external_id: "x" },
  { name: "p", mode: "EcsRamRole", ram_role_name: "app" },
  { name: "p", mode: "RamRoleArnWithEcs", ram_role_name: "app", ...role },
  { name: "p", mode: "RsaKeyPair", private_key: CANARY_SECRET, key_pair_name: "k" },
  { name: "p", mode: "CredentialsURI", credentials_uri: "http://127.0.0.1:1/credentials" },
  {
    name: "p",
    mode: "OIDC",
    oidc_provider_arn: "acs:ram::1:oidc-provider/x",
    oidc_token_file: "~/t",
    ...role,
  },
  { name: "p", mode: "External", process_command: "helper --for 'a b'" },
  {
    name: "p",
    mode: "CloudSSO",
    cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
    cloud_sso_account_id: "1",
    cloud_sso_access_config: "ac-1",
    access_token: CANARY_TOKEN,
    cloud_sso_access_token_expire: 1767776400,
  },
  {
    name: "p",
    mode: "OAuth",
    oauth_site_type: "CN",
    oauth_refresh_token: CANARY_TOKEN,
    sts_expiration: 1767776400,
  },
  { name: "p", mode: "BearerToken", bearer_token: CANARY_TOKEN },
  { name: "p", ...key, region_id: "cn-hangzhou", sts_regional: "vpc", enable_vpc: true },
];

const FILE = "/home/test/.aliyun/config.json";
const INI_FILE = "/home/test/.alibabacloud/credentials";

export const configJson: FuzzTarget = {
  name: "config-json",
  grammar: nearJson(
    profiles.map((profile) => ({
      current: "p",
      profiles: [profile, { ...profiles[0], name: "q" }],
      meta_path: "",
    })),
  ),
  words: [
    "access_key_id",
    "mode",
    "source_profile",
    "current",
    "profiles",
    ...allModes.map(({ mode }) => mode),
  ],
  async feed(input) {
    const host = fuzzHost({ files: { [FILE]: input } });
    const named = await resolveAll(() => sharedConfig({ modes: allModes, profile: "p" }), host);
    return [...named, ...(await resolveAll(() => sharedConfig({ modes: allModes }), host))];
  },
};

const iniLine = fc.oneof(
  fc.constantFrom("[default]", "[ default ]", "[p]", "[", "[]", "# comment", "; comment", "", "  continued"),
  fc
    .tuple(
      fc.constantFrom(
        "type",
        "access_key_id",
        "access_key_secret",
        "role_arn",
        "role_name",
        "enable",
        "policy",
        "x",
      ),
      fc.constantFrom("=", " = ", ":", "", "=="),
      fc.oneof(
        fc.constantFrom(
          "access_key",
          "ecs_ram_role",
          "ram_role_arn",
          "oidc_role_arn",
          "rsa_key_pair",
          "true",
          "false",
        ),
        fc.constantFrom("LTAIfuzz", CANARY_SECRET, role.ram_role_arn, '"quoted"', "a # b", "~/key.pem"),
        fc.string({ unit: "binary", maxLength: 12 }),
      ),
    )
    .map((parts) => parts.join("")),
);

export const ini: FuzzTarget = {
  name: "ini",
  grammar: fc.array(iniLine, { maxLength: 12 }).map((lines) => `[default]\n${lines.join("\n")}\n`),
  words: ["type", "access_key", "ecs_ram_role", "role_session_name", "[default]"],
  async feed(input) {
    const host = fuzzHost({ files: { [INI_FILE]: input, "/home/test/key.pem": CANARY_SECRET } });
    return resolveAll(() => iniProfile({ modes: allModes }), host);
  },
};

/** A file of profiles, after it what is changed: between them a line of `%%`. */
export const editOfFile: FuzzTarget = {
  name: "edit-of-file",
  grammar: fc
    .tuple(
      nearJson([{ current: "p", profiles: profiles.slice(0, 2) }]),
      hostileValue,
      fc.constantFrom("name", "new", '"', "é"),
    )
    .map(([file, value, name]) => `${file}\n%%\n${JSON.stringify([name, value]) ?? "[]"}`),
  words: ["%%", "profiles"],
  async feed(input) {
    const [file = "", edit = "[]"] = input.split("\n%%\n", 2);
    const [name, value] = changeOf(edit);
    let edited: string;
    try {
      edited = editJson(file, [{ path: ["profiles", 0, name], value }]);
    } catch (thrown) {
      // Its callers say so without the parser's message. Valid JSON must not lead there.
      const isExpected =
        thrown instanceof SyntaxError ? !isJson(file.replace(/^\uFEFF/, "")) : thrown instanceof TypeError;
      if (isExpected) return [];
      throw thrown;
    }
    if (edited === file) return [];
    const content = JSON.parse(edited.replace(/^\uFEFF/, "")) as {
      profiles?: readonly Record<string, unknown>[];
    };
    const kept = content.profiles?.[0];
    if (name !== "__proto__" && JSON.stringify(kept?.[name]) !== JSON.stringify(value))
      throw new Error("the change was lost");
    return [];
  },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function changeOf(edit: string): readonly [name: string, value: unknown] {
  try {
    const [name, value]: readonly unknown[] = JSON.parse(edit) as readonly unknown[];
    return [String(name), value];
  } catch {
    return ["name", "p"];
  }
}
