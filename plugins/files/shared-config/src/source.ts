import {
  type Answer,
  ask,
  type CredentialSource,
  notConfigured,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { profileModesOf, REREAD_AFTER_MS, SELECTING_VARIABLES, shown } from "@alicred/plugin-kit";
import { profilesNamed } from "./config-file.ts";
import { NAME } from "./name.ts";
import { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
import { profileSource } from "./profile-source.ts";
import { type ProfileSelection, regionOf, type SelectedProfile, selectProfile } from "./select-profile.ts";
import { createWriteBack } from "./write-back.ts";

/**
 * A profile of the shared `config.json`. The file is read at each resolution; while it is unchanged, the source made
 * from it is kept, with its sessions.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function sharedConfig(options: SharedConfigOptions): CredentialSource {
  const {
    profileVariables = SELECTING_VARIABLES.any.profile,
    configFileVariables = SELECTING_VARIABLES.any.configFile,
    modes,
    ...selection
  } = parseOptions(sharedConfigOptions, options, NAME);
  return sharedConfigSource({
    ...selection,
    profileVariables,
    configFileVariables,
    modes: profileModesOf(modes),
  });
}

/** Options that were checked and completed. */
export interface SharedConfigSourceOptions extends ProfileSelection, ProfileModes {}

/** The modes that give profiles their meaning. */
export interface ProfileModes {
  readonly modes: readonly ProfileMode[];
  /** The modes of the selected profile, in place of those of the profiles that it leads to. Default: the same. */
  readonly selectedModes?: readonly ProfileMode[] | undefined;
}

/** The source for options that were checked. */
export function sharedConfigSource(options: SharedConfigSourceOptions): CredentialSource {
  const answer = selectedProfileAnswers(options);
  return {
    name: NAME,
    async resolve(context) {
      const selected = await selectProfile(context.host, options);
      if (selected.kind === "none") return notConfigured(...selected.lookedFor);
      if (selected.kind === "lacking") throw selected.error;
      return answer(context, selected);
    },
  };
}

/** Answers for a selected profile. To be made once: it keeps the source of the profile, with its sessions. */
export function selectedProfileAnswers({
  modes,
  selectedModes = modes,
}: ProfileModes): (context: ResolveContext, selected: SelectedProfile) => Promise<Answer> {
  const writeBack = createWriteBack();
  // The source, and the profiles that went into it. While those stay the same, it is kept, with its sessions, whatever
  // else is written to the file.
  let latest:
    | { readonly names: ReadonlySet<string>; readonly key: string; readonly source: CredentialSource }
    | undefined;

  return async (context, selected) => {
    const { config, file, path, fileFrom, name, from, profiles } = selected;
    if (profiles.length > 1)
      context.warn(`profile "${shown(name)}" is there ${profiles.length} times; the first counts.`);
    context.supplied("configFile", `${fileFrom ?? "the default path"} (${file})`);
    context.supplied("profile", `${from} ("${shown(name)}")`);
    const keyOf = (names: ReadonlySet<string>): string =>
      JSON.stringify([path, name, [...names].map((each) => profilesNamed(config, each)), writeBack.kept]);
    if (latest?.key !== keyOf(latest?.names ?? new Set())) {
      const names = new Set<string>();
      const source = profileSource({ config, path, file, modes, selectedModes, writeBack, names }, name);
      latest = { names, key: keyOf(names), source };
    }
    const answer = await ask(context, latest.source);
    if (answer.outcome !== "credentials") return answer;
    const lasts = answer.credentials.expiresAtMs === undefined;
    const refreshAfterMs = answer.refreshAfterMs ?? (lasts ? REREAD_AFTER_MS : undefined);
    return { ...answer, refreshAfterMs, region: answer.region ?? regionOf(selected)?.value };
  };
}
