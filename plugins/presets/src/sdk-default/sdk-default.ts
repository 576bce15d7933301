import { type CredentialSource, type Host, nonEmptyString, parseFields, schemaOf } from "@alicred/core";
import { envCredentials } from "@alicred/env";
import { memoizedSource, notConfiguredSource, readVariable, type Setting } from "@alicred/plugin-kit";
import type { ProfileOptions, SourcesOption } from "../arrange.ts";
import { arranged, lazySource, modesOf, sharedRules } from "../arrange.ts";

/** The sources of `sdkDefault`, in this order. */
export interface SdkDefaultSources {
  /** Variables of a key, of the family `ALIBABA_CLOUD`. */
  readonly env: CredentialSource;
  /** OIDC, by variables. */
  readonly oidc: CredentialSource;
  /** `config.json` and the INI file. */
  readonly profileFiles: CredentialSource;
  /** The role of the ECS instance. */
  readonly ecsRamRole: CredentialSource;
  /** A credentials URI, by a variable. */
  readonly credentialsUri: CredentialSource;
}

/** `modes` is by default every mode. */
export interface SdkDefaultOptions extends ProfileOptions, SourcesOption<SdkDefaultSources> {
  /**
   * The profile, of `config.json` or of the INI file. Default: `ALIBABA_CLOUD_PROFILE`; else the `current` of the one
   * and `default` of the other.
   */
  readonly profile?: string | undefined;
  /** The `config.json`. Default: `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`. */
  readonly configFile?: string | undefined;
}

const NAME = "sdk-default";
const OIDC_TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
const OIDC_VARIABLES = [
  "ALIBABA_CLOUD_ROLE_ARN",
  "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
  OIDC_TOKEN_FILE,
] as const;

/**
 * The default chain of the official SDKs: variables of a key, of OIDC, `config.json`, the INI file, the role of the ECS
 * instance, a credentials URI. Unlike there, a source that is configured and fails ends it. The code of all but the first
 * is loaded when they are asked.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options.
 * @see https://github.com/aliyun/credentials-nodejs
 */
export function sdkDefault(options: SdkDefaultOptions = {}): CredentialSource {
  const schema = schemaOf<SdkDefaultOptions>({
    profile: nonEmptyString,
    configFile: nonEmptyString,
    ...sharedRules,
  });
  const checked = parseFields(schema, options, NAME);
  const modes = modesOf(checked, async () => (await import("../plugins.ts")).allModes);
  return arranged<SdkDefaultSources>(
    NAME,
    {
      env: envCredentials({ families: ["ALIBABA_CLOUD"] }),
      oidc: oidcOfVariables(),
      profileFiles: lazySource("profile-files", async () => {
        const { profileFiles } = await import("./profile-files.ts");
        return profileFiles(checked, await modes());
      }),
      ecsRamRole: lazySource("ecs-ram-role", async () =>
        (await import("@alicred/ecs-ram-role")).ecsRamRole(),
      ),
      credentialsUri: lazySource("credentials-uri", async () => {
        const { credentialsUri } = await import("@alicred/credentials-uri");
        return credentialsUri({ variables: ["ALIBABA_CLOUD_CREDENTIALS_URI"] });
      }),
    },
    checked,
  );
}

/**
 * The region of the profile of `config.json` that `sdkDefault` selects, and what named it; `undefined` where profiles are
 * switched off, and where no usable profile exists. The SDKs' credentials have no region themselves.
 */
export async function sdkDefaultRegion(
  { profile, configFile }: Pick<SdkDefaultOptions, "profile" | "configFile">,
  host: Host,
): Promise<Setting | undefined> {
  const { profileRegion } = await import("./profile-files.ts");
  return profileRegion({ profile, configFile }, host);
}

/** OIDC where all three of its variables are set, as they are in a pod of ACK; fewer do not ask for it. */
function oidcOfVariables(): CredentialSource {
  const name = "oidc";
  return memoizedSource(
    name,
    (context) => {
      const { host } = context;
      const missing = OIDC_VARIABLES.filter((variable) => readVariable(host, [variable]) === undefined);
      if (missing.length > 0 && readVariable(host, OIDC_VARIABLES.slice(1)) !== undefined)
        context.warn(`OIDC is only partly configured and was skipped: ${missing.join(" and ")} is not set.`);
      return missing.length === 0 ? readVariable(host, [OIDC_TOKEN_FILE])?.value : undefined;
    },
    (file) =>
      file === undefined
        ? notConfiguredSource(name, `environment variables ${OIDC_VARIABLES.join(", ")}, all three`)
        : lazySource(name, async () => {
            const { oidcSource } = await import("@alicred/oidc");
            return oidcSource(
              { token: { file }, families: ["ALIBABA_CLOUD"] },
              () => `environment variable ${OIDC_TOKEN_FILE}`,
            );
          }),
  );
}
