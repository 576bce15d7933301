import type { Host } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { readVariable } from "@alicred/plugin-kit";

/** The mode of a profile: its own, else `Anonymous` by a variable, else the one that its fields show. */
export function modeOf(host: Host, fields: ProfileFields): unknown {
  const isAnonymous = readVariable(host, ["ALIBABA_CLOUD_PROFILE_MODE"])?.value.toLowerCase() === "anonymous";
  return fields["mode"] ?? (isAnonymous ? "Anonymous" : recogniseMode(fields));
}

/**
 * The mode of a profile that names none, by the fields that it has, as the aliyun CLI recognises it. `CredentialsURI`,
 * `OAuth` and `ChainableRamRoleArn` never are.
 *
 * @see https://github.com/aliyun/aliyun-cli/blob/master/config/profile.go (`AutoModeRecognition`)
 */
function recogniseMode(fields: ProfileFields): string | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => Boolean(fields[name]));
  if (has("access_key_id", "access_key_secret")) {
    return has("sts_token") ? "StsToken" : has("ram_role_arn") ? "RamRoleArn" : "AK";
  }
  if (has("private_key", "key_pair_name")) return "RsaKeyPair";
  if (has("ram_role_name")) return "EcsRamRole";
  if (has("process_command")) return "External";
  if (has("oidc_provider_arn", "oidc_token_file", "ram_role_arn")) return "OIDC";
  if (has("cloud_sso_sign_in_url")) return "CloudSSO";
  if (has("bearer_token")) return "BearerToken";
  return undefined;
}
