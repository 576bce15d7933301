import {
  ConfigurationError,
  type CredentialSource,
  chain,
  fixedSource,
  type ProfileMode,
} from "@alicred/core";
import { credentialsUri } from "@alicred/credentials-uri";
import { ecsRamRole } from "@alicred/ecs-ram-role";
import { envCredentials } from "@alicred/env";
import { sharedConfig } from "@alicred/shared-config";
import { absentSource, derivedSource, meantSource } from "../derived-source.ts";
import { blockToken, oidcOf } from "./oidc-block.ts";
import type { ProviderSettings } from "./settings.ts";
import { readSharedFile } from "./shared-file.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

/**
 * The order that Terraform's documentation gives: the block (keys, then the ECS role, then OIDC), environment variables,
 * the shared file, `credentials_uri`. Each level is one source: it is complete, or absent, or fails.
 *
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 */
export function documentedOrder(
  name: string,
  settings: ProviderSettings,
  modes: readonly ProfileMode[],
): CredentialSource {
  const { ecs_role_name: roleName, assume_role_with_oidc: oidc, credentials_uri: uri } = settings;
  return chain(
    [
      keysOf(settings),
      roleName === undefined
        ? absentSource("ecs-ram-role", "argument ecs_role_name")
        : meantSource(ecsRamRole({ roleName, variables: [] }), "argument ecs_role_name"),
      oidc === undefined
        ? absentSource("oidc", "argument assume_role_with_oidc")
        : oidcOf(oidc, settings, blockToken),
      envCredentials(),
      ecsRamRole({ variables: PROVIDER_VARIABLES.ecs_role_name, discover: false }),
      sharedFile(settings, modes),
      credentialsUri({ uri, variables: PROVIDER_VARIABLES.credentials_uri }),
    ],
    { name },
  );
}

const FROM = {
  accessKeyId: "argument access_key",
  accessKeySecret: "argument secret_key",
  securityToken: "argument security_token",
} as const;

/** The key that is written in the block, with its secret: never completed from elsewhere. */
function keysOf({ access_key, secret_key, security_token }: ProviderSettings): CredentialSource {
  if (access_key !== undefined && secret_key !== undefined) {
    const init = { accessKeyId: access_key, accessKeySecret: secret_key, securityToken: security_token };
    return fixedSource(init, (part) => FROM[part]);
  }
  const given = Object.entries({ access_key, secret_key, security_token }).filter(([, value]) => value);
  const [argument] = given[0] ?? [];
  if (argument === undefined) return absentSource("static", FROM.accessKeyId, FROM.accessKeySecret);
  const missing = [...(access_key ? [] : ["access_key"]), ...(secret_key ? [] : ["secret_key"])].join(
    " and ",
  );
  const message = `argument ${argument} is given, but not ${missing}. Give key and secret together; they are never completed from elsewhere, except with compat: "provider".`;
  const error = new ConfigurationError("INCOMPLETE_CONFIGURATION", message, { source: "static" });
  return { name: "static", resolve: () => Promise.reject(error) };
}

/** The profile that was asked for. `ALIBABA_CLOUD_CREDENTIALS_FILE` may also name the INI file of the SDKs. */
function sharedFile(settings: ProviderSettings, modes: readonly ProfileMode[]): CredentialSource {
  const config = sharedConfig({
    profile: settings.profile,
    configFile: settings.shared_credentials_file,
    profileVariables: PROVIDER_VARIABLES.profile,
    configFileVariables: PROVIDER_VARIABLES.shared_credentials_file,
    fileChooses: false,
    modes,
  });
  return derivedSource(
    config.name,
    async ({ host }) => {
      const { file, text } = await readSharedFile(host, settings);
      const isIni = file?.from.endsWith("ALIBABA_CLOUD_CREDENTIALS_FILE") && /^\s*[[#;]/.test(text ?? "");
      return isIni ? file : undefined;
    },
    (ini) =>
      ini === undefined
        ? config
        : absentSource(config.name, `a file of profiles, but ${ini.from} names an INI file of the SDKs`),
  );
}
