import type { Answer, CredentialSource, FieldSchema, ResolveContext } from "@alicred/core";
import { ask, boolean, closeSource, nonEmptyString, notConfigured, schemaOf } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import {
  type ModeProvider,
  modeProviders,
  profileModesOf,
  REREAD_AFTER_MS,
  SELECTING_VARIABLES,
  shown,
  texts,
} from "@alicred/plugin-kit";
import { NAME, profilesNamed } from "./config-file.ts";
import { profileSource } from "./profile-source.ts";
import { type ProfileSelection, regionOf, type SelectedProfile, selectProfile } from "./select-profile.ts";
import { createWriteBack } from "./write-back.ts";

export interface SharedConfigOptions {
  /**
   * The profile. Default: the variable `ALIBABACLOUD_PROFILE`, `ALIBABA_CLOUD_PROFILE` or `ALICLOUD_PROFILE`, in the
   * order of the aliyun CLI; else the file's `current`; else `default`.
   */
  readonly profile?: string | undefined;
  /** The file; `~/` is the home folder. Default: `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`. */
  readonly configFile?: string | undefined;
  /** The variables that name the profile, in order, in place of those above. */
  readonly profileVariables?: readonly string[] | undefined;
  /** The variables that name the file, in order, in place of the one above. */
  readonly configFileVariables?: readonly string[] | undefined;
  /** Whether the file chooses a profile where nothing else does, via `current` or the name `default`. Default: true. */
  readonly fileChooses?: boolean | undefined;
  /** The supported modes: plugins such as `staticPlugin`, each for all of its modes, and single modes. */
  readonly modes: readonly ModeProvider[];
}

export const sharedConfigOptions: FieldSchema<SharedConfigOptions> = schemaOf(
  {
    profile: nonEmptyString,
    configFile: nonEmptyString,
    profileVariables: texts,
    configFileVariables: texts,
    fileChooses: boolean,
    modes: modeProviders,
  },
  ["modes"],
);

/** Completes the options with the variables of `sharedConfig`. */
export function completeOptions(options: SharedConfigOptions): SharedConfigSourceOptions {
  const { any } = SELECTING_VARIABLES;
  const {
    profileVariables = any.profile,
    configFileVariables = any.configFile,
    modes,
    ...selection
  } = options;
  return { ...selection, profileVariables, configFileVariables, modes: profileModesOf(modes) };
}

/** Options that were checked and completed. */
export interface SharedConfigSourceOptions extends ProfileSelection, ProfileModes {}

/** The modes that give profiles their meaning. */
export interface ProfileModes {
  readonly modes: readonly ProfileMode[];
  /** The modes of the selected profile, in place of those of the profiles that it leads to. Default: the same. */
  readonly selectedModes?: readonly ProfileMode[] | undefined;
}

/**
 * The source for options that were checked. The file is read at each resolution; while it is unchanged, the source made
 * from it is kept, with its sessions.
 */
export function sharedConfigSource(options: SharedConfigSourceOptions): CredentialSource {
  const { answer, close } = selectedProfileAnswers(options);
  return {
    name: NAME,
    close,
    async resolve(context) {
      const selected = await selectProfile(context.host, options);
      if (selected.kind === "none") return notConfigured(...selected.lookedFor);
      if (selected.kind === "lacking") throw selected.error;
      return answer(context, selected);
    },
  };
}

/** Answers for the profile that is selected at the time. */
export interface ProfileAnswers {
  answer(context: ResolveContext, selected: SelectedProfile): Promise<Answer>;
  /** Closes the sources that have answered, also those of profiles that were edited or left since. */
  close(): void;
}

/** Make it once: it keeps the source of the profile, with its sessions. */
export function selectedProfileAnswers({ modes, selectedModes = modes }: ProfileModes): ProfileAnswers {
  const writeBack = createWriteBack();
  // The source and the profiles that it was made from. While those stay the same, it is kept, with its sessions,
  // whatever else is written to the file.
  let latest:
    | { readonly names: ReadonlySet<string>; readonly key: string; readonly source: CredentialSource }
    | undefined;
  // A replaced one is closed with the next replacement, or at the end, because its credentials may still be in use.
  const made: CredentialSource[] = [];

  return {
    close: () => made.forEach(closeSource),
    async answer(context, selected) {
      const { config, file, path, fileFrom, name, from, profiles } = selected;
      if (profiles.length > 1)
        context.warn(`profile "${shown(name)}" is defined ${profiles.length} times; the first one is used.`);
      context.supplied("configFile", `${fileFrom ?? "the default path"} (${file})`);
      context.supplied("profile", `${from} ("${shown(name)}")`);
      const keyOf = (names: ReadonlySet<string>): string =>
        JSON.stringify([path, name, [...names].map((each) => profilesNamed(config, each)), writeBack.kept]);
      if (latest === undefined || latest.key !== keyOf(latest.names)) {
        const names = new Set<string>();
        const source = profileSource({ config, path, file, modes, selectedModes, writeBack, names }, name);
        made.unshift(source);
        made.splice(2).forEach(closeSource);
        latest = { names, key: keyOf(names), source };
      }
      const answer = await ask(context, latest.source);
      if (answer.outcome !== "credentials") return answer;
      const lasts = answer.credentials.expiresAtMs === undefined;
      const refreshAfterMs = answer.refreshAfterMs ?? (lasts ? REREAD_AFTER_MS : undefined);
      return { ...answer, refreshAfterMs, region: answer.region ?? regionOf(selected)?.value };
    },
  };
}
