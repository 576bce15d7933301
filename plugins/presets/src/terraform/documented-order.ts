import {
  ConfigurationError,
  type CredentialSource,
  chain,
  fixedSource,
  type SuppliedPart,
} from "@alicred/core";
import { uriSource } from "@alicred/credentials-uri";
import { metadataSource } from "@alicred/ecs-ram-role";
import { envSource } from "@alicred/env";
import type { ProfileMode } from "@alicred/plugin-kit";
import { memoizedSource, notConfiguredSource } from "@alicred/plugin-kit";
import { sharedConfigSource } from "@alicred/shared-config";
import { blockModes } from "./block-modes.ts";
import { blockToken, oidcOf } from "./oidc-block.ts";
import type { ProviderSettings } from "./provider-block.ts";
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
        ? notConfiguredSource("ecs-ram-role", "argument ecs_role_name")
        : metadataSource({ roleName, variables: [] }, "argument ecs_role_name", true),
      oidc === undefined
        ? notConfiguredSource("oidc", "argument assume_role_with_oidc")
        : oidcOf(oidc, settings, blockToken),
      envSource(),
      metadataSource({ variables: PROVIDER_VARIABLES.ecs_role_name, discover: false }, ""),
      sharedFile(settings, modes),
      uriSource({ uri, variables: PROVIDER_VARIABLES.credentials_uri }, "argument credentials_uri"),
    ],
    { name },
  );
}

const ARGUMENT_OF: Readonly<Record<SuppliedPart, string>> = {
  accessKeyId: "access_key",
  accessKeySecret: "secret_key",
  securityToken: "security_token",
};

/** The key that is written in the block, with its secret: never completed from elsewhere. */
function keysOf(settings: ProviderSettings): CredentialSource {
  const { access_key: accessKeyId, secret_key: accessKeySecret, security_token: securityToken } = settings;
  if (accessKeyId && accessKeySecret) {
    const init = { accessKeyId, accessKeySecret, securityToken };
    return fixedSource(init, (part) => `argument ${ARGUMENT_OF[part]}`);
  }
  const name = "static";
  if (!(accessKeyId || accessKeySecret || securityToken))
    return notConfiguredSource(name, "arguments access_key and secret_key");
  const missing = accessKeyId ? "secret_key" : "access_key";
  const message = `argument ${missing} is missing. Set both key and secret; they are never completed from elsewhere.`;
  const error = new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  return { name, resolve: () => Promise.reject(error) };
}

/** The profile that was asked for. `ALIBABA_CLOUD_CREDENTIALS_FILE` may also name the INI file of the SDKs. */
function sharedFile(settings: ProviderSettings, modes: readonly ProfileMode[]): CredentialSource {
  const config = sharedConfigSource({
    profile: settings.profile,
    configFile: settings.shared_credentials_file,
    profileVariables: PROVIDER_VARIABLES.profile,
    configFileVariables: PROVIDER_VARIABLES.shared_credentials_file,
    fileChooses: false,
    modes: blockModes(modes, settings),
  });
  return memoizedSource(
    config.name,
    async ({ host }) => {
      const { file, text } = await readSharedFile(host, settings);
      const isIni = file?.from.endsWith("ALIBABA_CLOUD_CREDENTIALS_FILE") && /^\s*[[#;]/.test(text ?? "");
      return isIni ? file : undefined;
    },
    (ini) =>
      ini === undefined
        ? config
        : notConfiguredSource(config.name, `a config.json, but ${ini.from} names an INI file`),
  );
}
