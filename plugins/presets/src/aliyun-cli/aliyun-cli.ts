import {
  ConfigurationError,
  type CredentialSource,
  chain,
  type Profile,
  parseOptions,
  schemaOf,
} from "@alicred/core";
import { type ModeProvider, modeProviders, profileModesOf, readVariable } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import { absentSource, derivedSource, rereadSession } from "../derived-source.ts";
import { allModes } from "../profile-modes/all-modes.ts";
import { failWithoutMode, filledModes, filledProfile } from "./filled-mode.ts";
import { IGNORE_PROFILE_VARIABLES } from "./variables.ts";

export interface AliyunCliOptions {
  /** The profile. Default: `ALIBABACLOUD_PROFILE`, `ALIBABA_CLOUD_PROFILE`, `ALICLOUD_PROFILE`, else `current`. */
  readonly profile?: string | undefined;
  /** Default: `~/.aliyun/config.json`. */
  readonly configFile?: string | undefined;
  /** The modes that are understood, and plugins for all of theirs. Default: all. */
  readonly modes?: readonly ModeProvider[] | undefined;
}

const NAME = "aliyun-cli";
// The other options are checked where they are used; the modes are taken apart before.
const aliyunCliOptions = schemaOf<AliyunCliOptions>({ modes: modeProviders });
const PROFILE_MODE = ["ALIBABA_CLOUD_PROFILE_MODE"];

/**
 * Credentials as the aliyun CLI finds them: a profile, whose empty fields the environment fills and whose mode is
 * recognised where it names none. Without a file, or with `ALIBABA_CLOUD_IGNORE_PROFILE=TRUE`, an empty profile is filled.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 * @see https://github.com/aliyun/aliyun-cli/blob/master/config/profile.go
 */
export function aliyunCli(options: AliyunCliOptions = {}): CredentialSource {
  const { profile, configFile, modes: providers = allModes } = parseOptions(aliyunCliOptions, options, NAME);
  const modes = profileModesOf(providers);
  const config = sharedConfig({
    profile,
    configFile,
    configFileVariables: [],
    modes: filledModes(modes),
  });
  return derivedSource(
    NAME,
    ({ host }) => ({
      isAnonymous: readVariable(host, PROFILE_MODE)?.value.toLowerCase() === "anonymous",
      isIgnored: readVariable(host, IGNORE_PROFILE_VARIABLES)?.value === "TRUE",
    }),
    ({ isAnonymous, isIgnored }) => {
      const empty = filledProfile(
        emptyProfile(isAnonymous ? { mode: "Anonymous" } : {}),
        modes,
        ({ access_key_id, access_key_secret }) =>
          access_key_id || access_key_secret
            ? failWithoutMode("default")
            : absentSource(NAME, "environment variables that fill a profile and show its mode"),
      );
      const variables = rereadSession(empty);
      return chain(isAnonymous || isIgnored ? [variables] : [config, variables], { name: NAME });
    },
  );
}

/** The profile `default` of the CLI where there is no file. */
function emptyProfile(fields: Profile["fields"]): Profile {
  const noFile = (): never => {
    const message = "The environment describes a profile by itself: it leads to no other.";
    throw new ConfigurationError("PROFILE_NOT_FOUND", message);
  };
  return {
    name: "default",
    fields,
    sourceOf: noFile,
    sourceOfFields: noFile,
    update: async (_context, change) => change(fields),
  };
}
