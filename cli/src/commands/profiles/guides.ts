import type { ProfileMode } from "@alicred/plugin-kit";

/** The fields that a new profile of a mode is asked for. */
export interface ModeGuide {
  /** Without them the profile says nothing. */
  readonly required: readonly string[];
  /** A person is asked for them too; their defaults, which may be empty. */
  readonly optional: Readonly<Record<string, string>>;
}

const REGION = { region_id: "cn-hangzhou" };
// The aliyun CLI and an SDK refuse a role without the name of its session.
const ROLE = { ram_session_name: "alicred", ...REGION };

/** One guide for each mode of alicred, by its name in lower case. */
const GUIDES: Readonly<Record<string, ModeGuide>> = {
  ak: { required: ["access_key_id", "access_key_secret"], optional: REGION },
  ststoken: { required: ["access_key_id", "access_key_secret", "sts_token"], optional: REGION },
  ramrolearn: { required: ["access_key_id", "access_key_secret", "ram_role_arn"], optional: ROLE },
  chainableramrolearn: { required: ["source_profile", "ram_role_arn"], optional: ROLE },
  ecsramrole: { required: [], optional: { ram_role_name: "", ...REGION } },
  ramrolearnwithrolename: { required: ["ram_role_arn"], optional: { ram_role_name: "", ...ROLE } },
  rsakeypair: { required: ["key_pair_name", "private_key"], optional: REGION },
  external: { required: ["process_command"], optional: REGION },
  credentialsuri: { required: ["credentials_uri"], optional: REGION },
  oidc: { required: ["oidc_provider_arn", "oidc_token_file", "ram_role_arn"], optional: ROLE },
  cloudsso: {
    required: ["cloud_sso_sign_in_url"],
    optional: { cloud_sso_account_id: "", cloud_sso_access_config: "", ...REGION },
  },
  oauth: { required: ["oauth_site_type"], optional: REGION },
  bearertoken: { required: ["bearer_token"], optional: {} },
  anonymous: { required: [], optional: {} },
};

/** The guide of a mode. For a third party's, a person is asked for the fields that it names; `login` brings its own. */
export function guideOf({ mode, fields = [], optionalFields = [], login }: ProfileMode): ModeGuide {
  const optional = optionalFields.filter((field) => !login?.fields.includes(field));
  return (
    GUIDES[mode.toLowerCase()] ?? {
      required: fields,
      optional: { ...Object.fromEntries(optional.map((field) => [field, ""])), ...REGION },
    }
  );
}
