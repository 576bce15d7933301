// The rules of the aliyun CLI a second time, written from its config/profile.go and configuration.go and from what the
// program itself answers, as plainly as possible. Some rules are alicred's: key, secret and token are filled or replaced
// together or not at all; an empty file is like none; a session name may be missing.
import { CLI_PROFILES, type CliCase, EMPTY_FILES, OVERRIDES } from "./cli-case.ts";

type Fields = Record<string, string>;

export function cliModel(it: CliCase): string {
  const own = profileOf(it);
  if (own === "failed") return "failed";
  const filled = fill(overridden({ ...own }, it), it);
  const mode = filled["mode"] ?? (it.anonymous ? "Anonymous" : recognise(filled));
  const isHalf = Boolean(filled["access_key_id"] || filled["access_key_secret"]);
  if (mode === undefined) return own === undefined && !isHalf ? "none" : "failed";
  return identity(mode, filled, it);
}

/** The region that the CLI would work in. */
export function cliRegionModel(it: CliCase): string | undefined {
  const own = profileOf(it);
  if (own === "failed") return undefined;
  if (it.ignoring === "TRUE") return "cn-hangzhou";
  return own?.["region_id"] ?? (it.region === "none" ? undefined : "cn-e");
}

/** The fields of the profile; `undefined` when there is none. */
function profileOf(it: CliCase): Fields | "failed" | undefined {
  if (it.ignoring === "TRUE") return undefined;
  if (it.named === "absent") return "failed";
  const isEmpty = it.file === "none" || it.file in EMPTY_FILES;
  if (isEmpty) return it.named === "p" ? "failed" : undefined;
  if (it.named !== "p" && !it.isCurrent) return undefined;
  const fields: Fields = {};
  for (const [name, value] of Object.entries(CLI_PROFILES[it.file] ?? {}))
    if (value !== "") fields[name.toLowerCase()] = value as string;
  return fields;
}

function overridden(fields: Fields, it: CliCase): Fields {
  const overrides = Object.entries(OVERRIDES[it.overrides] ?? {}).filter(([, value]) => value !== "");
  const hasKey = overrides.some(([name]) => name.startsWith("access_key"));
  const { access_key_id: _i, access_key_secret: _s, sts_token: _t, ...others } = fields;
  return { ...(hasKey ? others : fields), ...(Object.fromEntries(overrides) as Fields) };
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
  if (it.sts.endpoint) fields["sts_endpoint"] ??= "sts.cn-e.aliyuncs.com";
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

function identity(mode: string, fields: Fields, it: CliCase): string {
  const { access_key_id: id, access_key_secret: secret, sts_token: token } = fields;
  const role = fields["ram_role_arn"]?.split("/")[1];
  const defaultSession = it.sessionName ? "esess" : "alicred";
  const session = fields["ram_session_name"] ?? defaultSession;
  const at = stsOf(fields);
  const onTop = (signer: string): string => (role ? `${role}@${session}(${signer})!${at}` : "failed");
  const ecs = (name: string | undefined): string => `ecs:${name ?? (it.ecsMetadata ? "eecs" : "irole")}`;
  switch (mode) {
    case "AK":
      return id && secret ? `${id}/${secret}` : "failed";
    case "StsToken":
      return id && secret && token ? `${id}/${secret}/${token}` : "failed";
    case "RamRoleArn":
      return id && secret ? onTop(token ? `${id}+${token}` : id) : "failed";
    case "EcsRamRole":
      return ecs(fields["ram_role_name"]);
    case "RamRoleArnWithRoleName":
      return onTop(`${ecs(fields["ram_role_name"])}+t`);
    case "OIDC":
      return `oidc:${role}@${session}(ftok)!${at}`;
    case "CredentialsURI":
      return fields["credentials_uri"]?.includes("puri") ? "uri:puri" : "uri:euri";
    case "ChainableRamRoleArn":
      // No variable of a key, and no address of STS, reaches the profile below.
      switch (fields["source_profile"]) {
        case "base":
          return onTop("Kbase");
        case "role":
          return onTop(`srole@${defaultSession}(Kbase)!sts.cn-s+t`);
        case "instance":
          return onTop(`${ecs(undefined)}+t`);
        default:
          return "failed";
      }
    case "External":
      return "external";
    case "CloudSSO":
      // The session that is kept, unless a flag put a key in its place: nobody renews it here.
      return id === "kept" && token ? "kept" : "failed";
    case "OAuth":
      // To renew its session it looks into the file again, where one is kept.
      return "kept";
    default:
      return "failed";
  }
}

/** The address, else that of the region, else the central one; HTTPS, whatever the scheme says. */
function stsOf({ sts_endpoint: endpoint, sts_region: region }: Fields): string {
  if (endpoint) return endpoint.includes("cn-a") ? "sts.cn-a" : "sts.cn-e";
  return region ? `sts.${region}` : "sts";
}
