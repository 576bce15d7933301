/** What a `type` of the INI file is in `config.json`. */
export interface SectionType {
  readonly mode: string;
  /** The package that provides the mode. */
  readonly provider: string;
  /** The keys, and the field that each becomes. */
  readonly fields: Readonly<Record<string, string>>;
  /** Keys that must be there. */
  readonly required: readonly string[];
}

const KEY = { access_key_id: "access_key_id", access_key_secret: "access_key_secret" } as const;
const ROLE = { role_arn: "ram_role_arn", role_session_name: "ram_session_name", policy: "policy" } as const;

/** https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-node-js-access-credentials and its siblings. */
export const SECTION_TYPES: Readonly<Record<string, SectionType>> = {
  access_key: {
    mode: "AK",
    provider: "static",
    fields: KEY,
    required: ["access_key_id", "access_key_secret"],
  },
  sts: {
    mode: "StsToken",
    provider: "static",
    fields: { ...KEY, security_token: "sts_token" },
    required: ["access_key_id", "access_key_secret", "security_token"],
  },
  ecs_ram_role: {
    mode: "EcsRamRole",
    provider: "ecs-ram-role",
    fields: { role_name: "ram_role_name" },
    required: [],
  },
  ram_role_arn: {
    mode: "RamRoleArn",
    provider: "assume-role",
    fields: {
      ...KEY,
      security_token: "sts_token",
      ...ROLE,
      role_session_expiration: "expired_seconds",
      external_id: "external_id",
    },
    required: ["access_key_id", "access_key_secret", "role_arn"],
  },
  oidc_role_arn: {
    mode: "OIDC",
    provider: "oidc",
    fields: {
      oidc_provider_arn: "oidc_provider_arn",
      oidc_token_file_path: "oidc_token_file",
      ...ROLE,
      role_session_expiration: "expired_seconds",
    },
    required: ["oidc_provider_arn", "oidc_token_file_path", "role_arn"],
  },
  rsa_key_pair: {
    mode: "RsaKeyPair",
    provider: "rsa-key-pair",
    fields: {
      public_key_id: "key_pair_name",
      private_key_file: "private_key_file",
      session_expiration: "expired_seconds",
    },
    required: ["public_key_id", "private_key_file"],
  },
  bearer: {
    mode: "BearerToken",
    provider: "bearer-token",
    fields: { bearer_token: "bearer_token" },
    required: ["bearer_token"],
  },
};
