import {
  ConfigurationError,
  type CredentialSource,
  chain,
  fixedSource,
  type SuppliedPart,
} from "@alicred/core";
import { uriSource } from "@alicred/credentials-uri";
import { metadataSource } from "@alicred/ecs-ram-role";
import type { ProfileMode } from "@alicred/plugin-kit";
import { memoizedSource, notConfiguredSource } from "@alicred/plugin-kit";
import { sharedConfigSource } from "@alicred/shared-config";
import { isOn } from "../switches.ts";
import { goSdkModes } from "./go-sdk-modes.ts";
import type { ProviderSettings } from "./provider-block.ts";
import type { Base, KeyArgument } from "./provider-plan.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

const ARGUMENT_OF: Readonly<Record<SuppliedPart, KeyArgument>> = {
  accessKeyId: "access_key",
  accessKeySecret: "secret_key",
  securityToken: "security_token",
};

/** The source for what the provider's code decided on. */
export function baseSource(
  base: Base,
  settings: ProviderSettings,
  modes: readonly ProfileMode[],
  oidc: CredentialSource | undefined,
): CredentialSource {
  switch (base.kind) {
    case "keys": {
      const { access_key, secret_key, security_token } = base.keys;
      return fixedSource(
        {
          accessKeyId: access_key.value,
          accessKeySecret: secret_key.value,
          securityToken: security_token?.value,
        },
        (part) => base.keys[ARGUMENT_OF[part]]?.from ?? part,
      );
    }
    case "profile":
      return advancedProfile(settings, modes);
    case "uri": {
      const uri = uriSource({ uri: base.uri.value }, base.uri.from, true);
      const { otherwise } = base;
      return otherwise.kind === "none"
        ? uri
        : chain([uri, baseSource(otherwise, settings, modes, oidc)], { name: "base" });
    }
    case "ecs":
      return metadataSource(
        { roleName: base.roleName.value, variables: [], imdsV1: "fallback" },
        base.roleName.from,
        true,
      );
    case "oidc":
      return oidc ?? nothing();
    case "half": {
      const message = `${base.given.from} is given, but no ${base.missing} anywhere. Give both.`;
      const error = new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
      return { name: "static", resolve: () => Promise.reject(error) };
    }
    case "none":
      return nothing();
  }
}

function nothing(): CredentialSource {
  return notConfiguredSource(
    "static",
    "arguments and variables of a key, an ECS role, OIDC, a profile and credentials_uri",
  );
}

/** The provider leaves these modes to the Go SDK, with its own variables for the file and against profiles. */
function advancedProfile(settings: ProviderSettings, modes: readonly ProfileMode[]): CredentialSource {
  const variable = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
  const { shared_credentials_file: file } = settings;
  // The empty argument hides the variables of the provider, but not that of the SDK.
  const fileVariables = file === "" ? [] : PROVIDER_VARIABLES.shared_credentials_file;
  const config = sharedConfigSource({
    profile: settings.profile,
    configFile: file || undefined,
    profileVariables: PROVIDER_VARIABLES.profile,
    configFileVariables: [...fileVariables, "ALIBABA_CLOUD_CONFIG_FILE"],
    fileChooses: false,
    modes: goSdkModes(modes),
  });
  return memoizedSource(
    config.name,
    ({ host }) => isOn(host, variable),
    (isOff) => {
      if (!isOff) return config;
      const message = `environment variable ${variable} is true, and the profile's mode needs profiles. Unset it.`;
      throw new ConfigurationError("INVALID_CONFIGURATION", message);
    },
  );
}
