import { type Answer, ask, type CredentialSource, notConfigured, parseOptions } from "@alicred/core";
import { iniProfile } from "@alicred/ini-profile";
import { type ModeProvider, profileModesOf, SELECTING_VARIABLES } from "@alicred/plugin-kit";
import { selectedProfileAnswers, selectProfile, sharedConfigOptions } from "@alicred/shared-config";
import { isOn } from "../switches.ts";

/** Name of the source of the first file. */
const CONFIG = "shared-config";

/** Switches the profiles of `config.json` off. */
export const PROFILES_SWITCH = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

export interface ProfileFilesOptions {
  readonly profile: string | undefined;
  readonly configFile: string | undefined;
  readonly modes: readonly ModeProvider[];
}

/**
 * The two files of profiles. One name selects in both: a profile that was asked for by name and that the first file does
 * not have may be in the second, and when neither has it, that is a failure. Nothing else that is amiss with the first
 * file leads to the second, which would be another identity.
 */
export function profileFiles(options: ProfileFilesOptions): CredentialSource {
  const { profile, configFile, modes } = parseOptions(sharedConfigOptions, options, CONFIG);
  const answers = selectedProfileAnswers({ modes: profileModesOf(modes) });
  const ini = iniProfile({ profile, modes });
  const selection = {
    profile,
    configFile,
    profileVariables: SELECTING_VARIABLES.sdk.profile,
    configFileVariables: SELECTING_VARIABLES.sdk.configFile,
  };

  return {
    name: "profile-files",
    async resolve(context): Promise<Answer> {
      let lacks: string | undefined;
      const first = await ask(context, {
        name: CONFIG,
        async resolve(inner) {
          if (isOn(inner.host, PROFILES_SWITCH))
            return notConfigured(`profiles, which environment variable ${PROFILES_SWITCH} switches off`);
          const selected = await selectProfile(inner.host, selection);
          if (selected.kind === "none") return notConfigured(...selected.lookedFor);
          if (selected.kind === "profile") return answers(inner, selected);
          lacks = selected.lacks;
          throw selected.error;
        },
      });
      // A profile that was asked for by name may be in the other file.
      const mayBeInIni = lacks === "profile" || lacks === "default-file";
      const isDecided = first.outcome !== "not-configured" && !mayBeInIni;
      if (isDecided && !context.explaining) return first;
      const second = await ask(context, ini);
      if (isDecided) {
        if (second.outcome === "credentials") context.shadow();
        return first;
      }
      if (second.outcome === "not-configured") {
        if (first.outcome !== "not-configured") return first;
        const [place = "a profile", ...places] = [...first.lookedFor, ...second.lookedFor];
        return notConfigured(place, ...places);
      }
      // Of two files that both lack the profile, the first is the one to complete.
      const lackToo = second.outcome === "failed" && second.error.code === "PROFILE_NOT_FOUND";
      return lackToo && lacks === "profile" ? first : second;
    },
  };
}
