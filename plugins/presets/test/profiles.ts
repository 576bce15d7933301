/** A profile of each mode, all named `p` but for the one that another leads to. */
export const PROFILE_MODES = [
  "AK",
  "StsToken",
  "RamRoleArn",
  "EcsRamRole",
  "OIDC",
  "CredentialsURI",
  "ChainableRamRoleArn",
  "CloudSSO",
  "OAuth",
  "External",
] as const;

export type PresentMode = (typeof PROFILE_MODES)[number];

const keys = { access_key_id: "Kp", access_key_secret: "Sp" };
const session = {
  access_key_id: "kept",
  access_key_secret: "secret-of-kept",
  sts_token: "t",
  sts_expiration: Date.parse("2026-01-07T12:00:00Z") / 1000,
};

const FIELDS: Readonly<Record<PresentMode, Readonly<Record<string, unknown>>>> = {
  AK: keys,
  StsToken: { ...keys, sts_token: "Tp" },
  RamRoleArn: { ...keys, ram_role_arn: "acs:ram::1:role/prole", ram_session_name: "psess" },
  EcsRamRole: { ram_role_name: "pecs" },
  OIDC: {
    oidc_provider_arn: "acs:ram::1:oidc-provider/p",
    oidc_token_file: "/token",
    ram_role_arn: "acs:ram::1:role/poidc",
    ram_session_name: "psess",
  },
  CredentialsURI: { credentials_uri: "https://puri.uri.test/" },
  ChainableRamRoleArn: {
    source_profile: "base",
    ram_role_arn: "acs:ram::1:role/pchain",
    ram_session_name: "psess",
  },
  CloudSSO: {
    ...session,
    access_token: "a",
    cloud_sso_sign_in_url: "https://signin.test/start/login",
    cloud_sso_account_id: "1",
    cloud_sso_access_config: "ac-1",
    cloud_sso_access_token_expire: session.sts_expiration,
  },
  OAuth: { ...session, oauth_site_type: "CN", oauth_access_token: "a", oauth_refresh_token: "r" },
  External: { process_command: "issue-credentials" },
};

/** The identity of each profile. */
export const IDENTITY_OF_PROFILE: Readonly<Record<PresentMode, string>> = {
  AK: "Kp/Sp",
  StsToken: "Kp/Sp/Tp",
  RamRoleArn: "prole@psess(Kp)",
  EcsRamRole: "ecs:pecs",
  OIDC: "oidc:poidc@psess(ftok)",
  CredentialsURI: "uri:puri",
  ChainableRamRoleArn: "pchain@psess(Kbase)",
  CloudSSO: "kept",
  OAuth: "kept",
  External: "external",
};

export function profileOf(mode: PresentMode): readonly Readonly<Record<string, unknown>>[] {
  return [
    { name: "base", mode: "AK", access_key_id: "Kbase", access_key_secret: "Sbase" },
    { name: "p", mode, region_id: "cn-shanghai", ...FIELDS[mode] },
  ];
}
