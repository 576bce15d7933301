/**
 * The part of `sdkDefault` that reads profiles, loaded when it is asked.
 *
 * @module
 */
import {
  type Answer,
  ask,
  type CredentialSource,
  closeSource,
  type Host,
  notConfigured,
} from "@alicred/core";
import { iniProfileSource } from "@alicred/ini-profile";
import type { ProfileMode } from "@alicred/plugin-kit";
import { SELECTING_VARIABLES, type Setting } from "@alicred/plugin-kit";
import type { ProfileSelection } from "@alicred/shared-config";
import { regionOf, selectedProfileAnswers, selectProfile } from "@alicred/shared-config";
import { isOn } from "../arrange.ts";

/** Switches the profiles of `config.json` off. */
const PROFILES_SWITCH = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

/** The options that select a profile. */
export interface SelectedBy {
  readonly profile?: string | undefined;
  readonly configFile?: string | undefined;
}

/**
 * The two files of profiles. One name selects in both: a profile that was asked for by name and that the first file does
 * not have may be in the second, and when neither has it, that is a failure. No other problem of the first file leads to
 * the second, which would be another identity.
 */
export function profileFiles(options: SelectedBy, modes: readonly ProfileMode[]): CredentialSource {
  const { profile } = options;
  const ofConfig = selectedProfileAnswers({ modes });
  const ini = iniProfileSource({ profile, modes });
  return {
    name: "profile-files",
    close() {
      ofConfig.close();
      closeSource(ini);
    },
    async resolve(context): Promise<Answer> {
      let lacks: string | undefined;
      const first = await ask(context, {
        name: "shared-config",
        async resolve(inner) {
          if (isOn(inner.host, PROFILES_SWITCH))
            return notConfigured(`profiles, which environment variable ${PROFILES_SWITCH} switches off`);
          const selected = await selectProfile(inner.host, selectionOf(options));
          if (selected.kind === "none") return notConfigured(selected.lookedFor);
          if (selected.kind === "profile") return ofConfig.answer(inner, selected);
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
      if (second.outcome === "not-configured")
        return first.outcome === "not-configured"
          ? notConfigured([...first.lookedFor, ...second.lookedFor])
          : first;
      // Where both files lack the profile, the first is the one to complete.
      const lackToo = second.outcome === "failed" && second.error.code === "PROFILE_NOT_FOUND";
      return lackToo && lacks === "profile" ? first : second;
    },
  };
}

/** As `sdkDefaultRegion`. */
export async function profileRegion(options: SelectedBy, host: Host): Promise<Setting | undefined> {
  if (isOn(host, PROFILES_SWITCH)) return undefined;
  // An unusable file is for the credentials to report.
  const selected = await selectProfile(host, selectionOf(options)).catch(() => undefined);
  return selected?.kind === "profile" ? regionOf(selected) : undefined;
}

function selectionOf({ profile, configFile }: SelectedBy): ProfileSelection {
  const { profile: profileVariables, configFile: configFileVariables } = SELECTING_VARIABLES.sdk;
  return { profile, configFile, profileVariables, configFileVariables };
}
