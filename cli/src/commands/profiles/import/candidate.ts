import type { ProfileFields } from "@alicred/plugin-kit";

/** A profile that was found elsewhere. */
export interface Candidate {
  /** The name that it has there, or one for the tool. */
  readonly name: string;
  readonly fields: ProfileFields;
}

/** A key by its spellings in the files of other tools, all in small letters without signs. */
const FIELD_OF: Readonly<Record<string, string>> = {
  accesskeyid: "access_key_id",
  accessid: "access_key_id",
  aliyunaccesskeyid: "access_key_id",
  accesskeysecret: "access_key_secret",
  accesskey: "access_key_secret",
  aliyunaccesskeysecret: "access_key_secret",
  securitytoken: "sts_token",
  ststoken: "sts_token",
  rolearn: "ram_role_arn",
  ramrolearn: "ram_role_arn",
  rolesessionname: "ram_session_name",
  rolesessionexpiration: "expired_seconds",
  sessionexpiration: "expired_seconds",
  rolename: "ram_role_name",
  ecsrolename: "ram_role_name",
  externalid: "external_id",
  policy: "policy",
  oidcproviderarn: "oidc_provider_arn",
  oidctokenfilepath: "oidc_token_file",
  publickeyid: "key_pair_name",
  privatekeyfile: "private_key",
  bearertoken: "bearer_token",
  credentialsuri: "credentials_uri",
  region: "region_id",
  regionid: "region_id",
};

const NUMBERS: ReadonlySet<string> = new Set(["expired_seconds"]);

/** The `type` of a section of the SDKs, as a mode. */
const MODE_OF: Readonly<Record<string, string>> = {
  access_key: "AK",
  sts: "StsToken",
  ecs_ram_role: "EcsRamRole",
  ram_role_arn: "RamRoleArn",
  oidc_role_arn: "OIDC",
  rsa_key_pair: "RsaKeyPair",
  bearer: "BearerToken",
  credentials_uri: "CredentialsURI",
};

/**
 * A profile from names and values as another tool writes them; `undefined` for one without credentials.
 *
 * @param values by their names, in any spelling: `accessKeyID`, `access-id`
 */
export function candidateOf(name: string, values: Readonly<Record<string, string>>): Candidate | undefined {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const field = FIELD_OF[key.toLowerCase().replace(/[^a-z]/g, "")];
    if (field !== undefined && value.trim() !== "")
      fields[field] = NUMBERS.has(field) ? Number(value) : value.trim();
  }
  const region = regionIn(values);
  if (region !== undefined) fields["region_id"] ??= region;
  const mode = MODE_OF[values["type"]?.trim() ?? ""] ?? modeOf(fields);
  const needsKey = mode !== undefined && /^(AK|StsToken|RamRoleArn)$/.test(mode);
  if (mode === undefined || (needsKey && fields["access_key_id"] === undefined)) return undefined;
  const { region_id, ...others } = fields;
  return { name, fields: { mode, ...others, ...(region_id !== undefined && { region_id }) } };
}

function modeOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  if (fields["access_key_id"] === undefined || fields["access_key_secret"] === undefined)
    return fields["oidc_token_file"] === undefined ? undefined : "OIDC";
  if (fields["ram_role_arn"] !== undefined) return "RamRoleArn";
  return fields["sts_token"] === undefined ? "AK" : "StsToken";
}

/** The region in an address: `oss-cn-hangzhou.aliyuncs.com`, `cn-hangzhou.log.aliyuncs.com`. */
function regionIn(values: Readonly<Record<string, string>>): string | undefined {
  const address = Object.entries(values).find(([key]) => /endpoint/i.test(key))?.[1] ?? "";
  return /(?:^|\/\/|oss-|\.)((?:cn|ap|us|eu|me|na|sa)-[a-z0-9-]+?)(?:-internal)?\.(?:log\.|oss\.)?aliyuncs\.com/.exec(
    address,
  )?.[1];
}
