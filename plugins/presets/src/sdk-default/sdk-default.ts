import { type CredentialSource, chain } from "@alicred/core";
import { credentialsUri } from "@alicred/credentials-uri";
import { ecsRamRole } from "@alicred/ecs-ram-role";
import { envCredentials } from "@alicred/env";
import type { ModeProvider } from "@alicred/plugin-kit";
import { allModes } from "../profile-modes/all-modes.ts";
import { oidcOfVariables } from "./oidc-of-variables.ts";
import { profileFiles } from "./profile-files.ts";

export interface SdkDefaultOptions {
  /**
   * The profile, of `config.json` or of the INI file. Default: `ALIBABA_CLOUD_PROFILE`; else the `current` of the one
   * and `default` of the other.
   */
  readonly profile?: string | undefined;
  /** The `config.json`. Default: `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`. */
  readonly configFile?: string | undefined;
  /** The modes of `config.json` that are understood, and plugins for all of theirs. Default: all. */
  readonly modes?: readonly ModeProvider[] | undefined;
}

/**
 * The default chain of the official SDKs: variables of a key, of OIDC, `config.json`, the INI file, the role of the ECS
 * instance, a credentials URI. Other than there, a source that is configured and fails ends it.
 *
 * @see https://github.com/aliyun/credentials-nodejs
 */
export function sdkDefault(options: SdkDefaultOptions = {}): CredentialSource {
  const { profile, configFile, modes = allModes } = options;
  return chain(
    [
      envCredentials({ families: ["ALIBABA_CLOUD"] }),
      oidcOfVariables(),
      profileFiles({ profile, configFile, modes }),
      ecsRamRole(),
      credentialsUri({ variables: ["ALIBABA_CLOUD_CREDENTIALS_URI"] }),
    ],
    { name: "sdk-default" },
  );
}
