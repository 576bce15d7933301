import * as fc from "fast-check";
import { PROFILE_MODES, type PresentMode, profileOf } from "./profiles.ts";
import type { KeyParts } from "./terraform-case.ts";
import { tokenOf, type World } from "./world.ts";

/** Files without a profile, as they are written; the last one stands for one of another user. */
export const EMPTY_CONFIGS = {
  "an empty file": "",
  "an empty object": "{}",
  "a deleted profile": '{"current":"default","profiles":[]}',
  denied: undefined,
} as const;

/** The inputs of the SDKs' default chain that exist. */
export interface SdkCase {
  readonly A: KeyParts;
  /** Whole keys of the other two families, which the SDKs do not read. */
  readonly others: boolean;
  readonly roleArn: boolean;
  readonly oidcProvider: boolean;
  readonly oidcTokenFile: boolean;
  /** The profile that the variable asks for: `p` and `s` may be there, `absent` never is. */
  readonly asked: "none" | "p" | "s" | "absent";
  readonly config: PresentMode | "a chain to nowhere" | "none" | keyof typeof EMPTY_CONFIGS;
  /** The current profile of the file. */
  readonly current: "none" | "p" | "absent";
  /** Whether a variable names a missing `config.json`. */
  readonly configGone: boolean;
  readonly configOff: boolean;
  /** The sections of the INI file. */
  readonly ini: "none" | "default" | "s" | "json";
  readonly instance: boolean;
  readonly ecsRole: boolean;
  readonly ecsOff: boolean;
  readonly uri: boolean;
}

export const sdkCase: fc.Arbitrary<SdkCase> = fc.record({
  A: fc.oneof(
    { weight: 8, arbitrary: fc.constant({ id: false, secret: false, token: false }) },
    { weight: 1, arbitrary: fc.record({ id: fc.boolean(), secret: fc.boolean(), token: fc.boolean() }) },
  ),
  others: fc.boolean(),
  roleArn: fc.boolean(),
  oidcProvider: fc.boolean(),
  oidcTokenFile: fc.boolean(),
  asked: fc.constantFrom("none", "none", "none", "p", "s", "absent"),
  config: fc.constantFrom<SdkCase["config"]>(
    "none",
    "none",
    "none",
    "none",
    "a chain to nowhere",
    "an empty file",
    "an empty object",
    "a deleted profile",
    "denied",
    ...PROFILE_MODES,
  ),
  current: fc.constantFrom("none", "none", "p", "p", "absent"),
  configGone: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  configOff: fc.boolean(),
  ini: fc.constantFrom("none", "none", "none", "default", "s", "json"),
  instance: fc.boolean(),
  ecsRole: fc.boolean(),
  ecsOff: fc.boolean(),
  uri: fc.boolean(),
});

export function sdkWorldOf(it: SdkCase): World {
  const set = (isSet: boolean, name: string, value: string): Record<string, string> =>
    isSet ? { [name]: value } : {};
  const section = (name: string): string =>
    `[${name}]\ntype = access_key\naccess_key_id = K${name}\naccess_key_secret = S${name}\n`;
  const ini = { none: undefined, default: section("default"), s: section("s"), json: "{}" }[it.ini];
  const written =
    it.config in EMPTY_CONFIGS ? EMPTY_CONFIGS[it.config as keyof typeof EMPTY_CONFIGS] : undefined;
  return {
    env: {
      ...set(it.A.id, "ALIBABA_CLOUD_ACCESS_KEY_ID", "KA"),
      ...set(it.A.secret, "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "SA"),
      ...set(it.A.token, "ALIBABA_CLOUD_SECURITY_TOKEN", "TA"),
      ...set(it.others, "ALICLOUD_ACCESS_KEY", "KC"),
      ...set(it.others, "ALICLOUD_SECRET_KEY", "SC"),
      ...set(it.others, "ALIBABACLOUD_ACCESS_KEY_ID", "KB"),
      ...set(it.others, "ALIBABACLOUD_ACCESS_KEY_SECRET", "SB"),
      ...set(it.others, "ALIBABA_CLOUD_OIDC_TOKEN", tokenOf("etok")),
      ...set(it.roleArn, "ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/erole"),
      ...set(it.oidcProvider, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/e"),
      ...set(it.oidcTokenFile, "ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/token"),
      ...set(it.asked !== "none", "ALIBABA_CLOUD_PROFILE", it.asked),
      ...set(it.others, "ALICLOUD_PROFILE", "base"),
      ...set(it.configGone, "ALIBABA_CLOUD_CONFIG_FILE", "/gone/config.json"),
      ...set(it.configOff, "ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "True"),
      ...set(it.ecsRole, "ALIBABA_CLOUD_ECS_METADATA", "Aecs"),
      ...set(it.ecsOff, "ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
      ...set(it.uri, "ALIBABA_CLOUD_CREDENTIALS_URI", "https://auri.uri.test/"),
      ...set(it.others, "ALICLOUD_CREDENTIALS_URI", "https://curi.uri.test/"),
    },
    profiles:
      it.config === "none" || it.config in EMPTY_CONFIGS
        ? undefined
        : it.config === "a chain to nowhere"
          ? profileOf("ChainableRamRoleArn").slice(1)
          : profileOf(it.config as PresentMode),
    current: it.current === "none" ? undefined : it.current,
    files: {
      "/token": tokenOf("ftok"),
      ...(written !== undefined && { "/home/test/.aliyun/config.json": written }),
      ...(ini !== undefined && { "/home/test/.alibabacloud/credentials": ini }),
    },
    instanceRole: it.instance ? "irole" : undefined,
    denied: it.config === "denied" ? "/home/test/.aliyun/config.json" : undefined,
  };
}
