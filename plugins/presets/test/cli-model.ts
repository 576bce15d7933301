// The rules of the aliyun CLI a second time, written from its config/profile.go and configuration.go as plainly as
// possible. One rule is alicred's: key, secret and token are filled together or not at all.
import { CLI_PROFILES, type CliCase } from "./cli-case.ts";
import { onTop } from "./terraform-models.ts";

type Fields = Record<string, string>;

export function cliModel(it: CliCase): string {
  if (it.anonymous) return "failed";
  let fields: Fields | undefined;
  if (it.ignoring !== "TRUE") {
    if (it.named === "absent") return "failed";
    if (it.named === "p" && it.file === "none") return "failed";
    const isChosen = it.named === "p" || it.isCurrent;
    if (it.file !== "none" && isChosen) fields = { ...CLI_PROFILES[it.file] } as Fields;
  }
  const filled = fill({ ...fields }, it);
  const mode = filled["mode"] ?? recognise(filled);
  const isHalf = Boolean(filled["access_key_id"] || filled["access_key_secret"]);
  if (mode === undefined) return fields === undefined && !isHalf ? "none" : "failed";
  return identity(mode, filled);
}

function fill(fields: Fields, it: CliCase): Fields {
  const takesKeys = ["AK", "StsToken", "RamRoleArn", undefined].includes(fields["mode"]);
  const hasKeys = fields["access_key_id"] || fields["access_key_secret"] || fields["sts_token"];
  const index = it.families.findIndex(({ id, secret }) => id || secret);
  const family = it.families[index];
  if (takesKeys && !hasKeys && family !== undefined) {
    if (family.id) fields["access_key_id"] = `K${index}`;
    if (family.secret) fields["access_key_secret"] = `S${index}`;
    if (family.token) fields["sts_token"] = `T${index}`;
  }
  if (it.uri) fields["credentials_uri"] ??= "https://euri.uri.test/";
  if (it.oidcProvider) fields["oidc_provider_arn"] ??= "acs:ram::1:oidc-provider/e";
  if (it.oidcTokenFile) fields["oidc_token_file"] ??= "/token";
  if (it.roleArn !== "none") fields["ram_role_arn"] ??= "acs:ram::1:role/erole";
  return fields;
}

function recognise(fields: Fields): string | undefined {
  const { access_key_id, access_key_secret, sts_token, ram_role_arn } = fields;
  if (access_key_id && access_key_secret) return sts_token ? "StsToken" : ram_role_arn ? "RamRoleArn" : "AK";
  if (fields["ram_role_name"]) return "EcsRamRole";
  if (fields["process_command"]) return "External";
  if (fields["oidc_provider_arn"] && fields["oidc_token_file"] && ram_role_arn) return "OIDC";
  return undefined;
}

function identity(mode: string, fields: Fields): string {
  const { access_key_id: id, access_key_secret: secret, sts_token: token } = fields;
  const role = fields["ram_role_arn"]?.split("/")[1] ?? "";
  const session = fields["ram_session_name"] ?? "alicred";
  const key = id && secret ? `${id}/${secret}` : "failed";
  switch (mode) {
    case "AK":
      return key;
    case "StsToken":
      return token ? `${key}/${token}` : "failed";
    case "RamRoleArn":
      return role ? onTop(role, session, key === "failed" || !token ? key : `${key}/${token}`) : "failed";
    case "EcsRamRole":
      return `ecs:${fields["ram_role_name"]}`;
    case "OIDC":
      return `oidc:${role}@${session}(ftok)`;
    case "CredentialsURI":
      return fields["credentials_uri"]?.includes("puri") ? "uri:puri" : "uri:euri";
    case "ChainableRamRoleArn":
      return onTop(role, session, "Kbase/Sbase");
    case "External":
      return "external";
    default:
      return "kept";
  }
}
