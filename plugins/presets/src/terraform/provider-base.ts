/**
 * The sources that the provider's code leads to, and the modes as the Go SDK below it has them.
 *
 * @module
 */

import { ConfigurationError, type CredentialSource, chain } from "@alicred/core";
import { uriSource } from "@alicred/credentials-uri";
import { ecsRamRoleMode, metadataSource } from "@alicred/ecs-ram-role";
import type { Profile, ProfileMode, SuppliedPart } from "@alicred/plugin-kit";
import { fixedSource, memoizedSource, notConfiguredSource, readVariable, textOf } from "@alicred/plugin-kit";
import { sharedConfigSource } from "@alicred/shared-config";
import { fromOrigins, isOn, lazySource } from "../arrange.ts";
import type { ProviderSettings } from "./provider-block.ts";
import type { Base, KeyArgument } from "./provider-plan.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

const ARGUMENT_OF: Readonly<Record<SuppliedPart, KeyArgument>> = {
  accessKeyId: "access_key",
  accessKeySecret: "secret_key",
  securityToken: "security_token",
};

/** The source that the provider's code decided on. */
export function baseSource(
  base: Base,
  settings: ProviderSettings,
  modes: () => Promise<readonly ProfileMode[]>,
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
      const message = `${base.given.from} is set, but ${base.missing} is not. Set both.`;
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
function advancedProfile(
  settings: ProviderSettings,
  modes: () => Promise<readonly ProfileMode[]>,
): CredentialSource {
  const variable = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
  const { shared_credentials_file: file } = settings;
  // The empty argument hides the variables of the provider, but not that of the SDK.
  const fileVariables = file === "" ? [] : PROVIDER_VARIABLES.shared_credentials_file;
  const config = lazySource("shared-config", async () =>
    sharedConfigSource({
      profile: settings.profile,
      configFile: file || undefined,
      profileVariables: PROVIDER_VARIABLES.profile,
      configFileVariables: [...fileVariables, "ALIBABA_CLOUD_CONFIG_FILE"],
      fileChooses: false,
      modes: goSdkModes(await modes()),
    }),
  );
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

const KEY = {
  access_key_id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
  access_key_secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
};
const ROLE = {
  ram_role_arn: "ALIBABA_CLOUD_ROLE_ARN",
  ram_session_name: "ALIBABA_CLOUD_ROLE_SESSION_NAME",
};

interface Completion {
  /** The name of the mode's source. */
  readonly name: string;
  /** By field that the profile leaves empty, the variable from which the Go SDK takes it. */
  readonly variables: Readonly<Record<string, string>>;
}

const COMPLETIONS: Readonly<Record<string, Completion>> = {
  AK: { name: "static", variables: KEY },
  StsToken: { name: "static", variables: { ...KEY, sts_token: "ALIBABA_CLOUD_SECURITY_TOKEN" } },
  RamRoleArn: { name: "assume-role", variables: { ...KEY, ...ROLE } },
  ChainableRamRoleArn: { name: "assume-role", variables: ROLE },
  // The variable of the session name does not count here.
  OIDC: {
    name: "oidc",
    variables: {
      ram_role_arn: ROLE.ram_role_arn,
      oidc_provider_arn: "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
      oidc_token_file: "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    },
  },
};

/**
 * The modes as the Go SDK has them, to which Terraform's provider leaves profiles that lead to others: variables
 * complete a profile, and a metadata service without tokens is asked without one.
 *
 * @see https://github.com/aliyun/credentials-go/blob/master/credentials/providers/cli_profile.go
 */
function goSdkModes(modes: readonly ProfileMode[]): readonly ProfileMode[] {
  return modes.map((each) => {
    if (each === ecsRamRoleMode) return { ...each, source: withoutTokens };
    const completion = COMPLETIONS[each.mode];
    return completion ? { ...each, source: (profile) => completed(each, profile, completion) } : each;
  });
}

function completed(mode: ProfileMode, profile: Profile, { name, variables }: Completion): CredentialSource {
  const empty = Object.entries(variables).filter(([field]) => profile.fields[field] === undefined);
  if (empty.length === 0) return mode.source(profile);
  return memoizedSource(
    name,
    (context) =>
      empty.flatMap(([field, variable]) => {
        const setting = readVariable(context.host, [variable]);
        if (setting !== undefined) context.supplied(field, setting.from);
        return setting === undefined ? [] : [{ field, ...setting }];
      }),
    (found) => {
      const values = Object.fromEntries(found.map(({ field, value }) => [field, value]));
      const source = mode.source({ ...profile, fields: { ...profile.fields, ...values } });
      return fromOrigins(
        source,
        profile,
        found.map(({ field, from }) => [field, from]),
      );
    },
  );
}

function withoutTokens({ name, fields: { ram_role_name: role } }: Profile): CredentialSource {
  const roleName = role === undefined ? undefined : textOf(role);
  return metadataSource({ roleName, imdsV1: "fallback" }, `field ram_role_name of profile "${name}"`, true);
}
