import {
  ConfigurationError,
  type CredentialSource,
  chain,
  nonEmptyString,
  notConfigured,
  parseOptions,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import {
  type ModeProvider,
  memoizedSource,
  modeProviders,
  notConfiguredSource,
  profileModesOf,
  rereadSession,
  SELECTING_VARIABLES,
} from "@alicred/plugin-kit";
import { type ProfileSelection, selectedProfileAnswers, selectProfile } from "@alicred/shared-config";
import { allModes } from "../profile-modes/all-modes.ts";
import { failWithoutMode, filledModes, filledProfile, sourceModes } from "./filled-mode.ts";
import { warnOfCurrent } from "./refusals.ts";
import { IGNORED_PROFILE, isIgnored } from "./variables.ts";

export interface AliyunCliOptions {
  /** The profile. Default: `ALIBABACLOUD_PROFILE`, `ALIBABA_CLOUD_PROFILE`, `ALICLOUD_PROFILE`, else `current`. */
  readonly profile?: string | undefined;
  /** Default: `~/.aliyun/config.json`. */
  readonly configFile?: string | undefined;
  /**
   * Fields of the profile that come before its own and before the variables, as the flags of the CLI do: `mode`,
   * `access_key_id`, `ram_role_arn`, `sts_region`, `expired_seconds`, `region_id`. Empty ones count as absent. A part of
   * a key replaces the whole key of the profile. Default: none.
   */
  readonly overrides?: ProfileFields | undefined;
  /** The modes that are understood, and plugins for all of theirs. Default: all. */
  readonly modes?: readonly ModeProvider[] | undefined;
}

const NAME = "aliyun-cli";
const aliyunCliOptions = schemaOf<AliyunCliOptions>({
  profile: nonEmptyString,
  configFile: nonEmptyString,
  modes: modeProviders,
  overrides: [
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "is not an object of fields",
  ],
});

/**
 * Credentials as the aliyun CLI finds them: a profile, whose empty fields the environment fills and whose mode is
 * recognised where it names none. Without a file, or with `ALIBABA_CLOUD_IGNORE_PROFILE=TRUE`, an empty profile is filled.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 * @see https://github.com/aliyun/aliyun-cli/blob/master/config/profile.go
 */
export function aliyunCli(options: AliyunCliOptions = {}): CredentialSource {
  const { modes: providers = allModes, overrides = {} } = parseOptions(aliyunCliOptions, options, NAME);
  const modes = profileModesOf(providers);
  const config = configSource(selectionOf(options), modes, overrides);
  return memoizedSource(
    NAME,
    ({ host }) => isIgnored(host) !== undefined,
    (isIgnored) => {
      const empty = filledProfile(
        emptyProfile(isIgnored ? IGNORED_PROFILE : {}),
        modes,
        overrides,
        ({ access_key_id, access_key_secret }) =>
          access_key_id || access_key_secret
            ? failWithoutMode("default")
            : notConfiguredSource(NAME, "environment variables that fill a profile and show its mode"),
      );
      const variables = rereadSession(empty);
      return chain(isIgnored ? [variables] : [config, variables], { name: NAME });
    },
  );
}

/** How the CLI selects a profile. */
export function selectionOf({
  profile,
  configFile,
}: Pick<AliyunCliOptions, "profile" | "configFile">): ProfileSelection {
  const { profile: profileVariables, configFile: configFileVariables } = SELECTING_VARIABLES.cli;
  return { profile, configFile, profileVariables, configFileVariables };
}

function configSource(
  selection: ProfileSelection,
  modes: readonly ProfileMode[],
  overrides: ProfileFields,
): CredentialSource {
  const answers = selectedProfileAnswers({
    modes: sourceModes(modes),
    selectedModes: filledModes(modes, overrides),
  });
  return {
    name: "shared-config",
    async resolve(context) {
      const selected = await selectProfile(context.host, selection);
      if (selected.kind === "none") return notConfigured(...selected.lookedFor);
      if (selected.kind === "lacking") throw selected.error;
      // The CLI loads its own file first, even where another one is given.
      if (selected.fileFrom === undefined) warnOfCurrent(context, selected.config);
      return answers(context, selected);
    },
  };
}

/** The profile `default` of the CLI where there is no file. */
function emptyProfile(fields: ProfileFields): Profile {
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
