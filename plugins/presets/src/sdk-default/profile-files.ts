import {
  type AlicredError,
  type Answer,
  ask,
  type CredentialSource,
  type Host,
  notConfigured,
} from "@alicred/core";
import { iniProfile } from "@alicred/ini-profile";
import { type ModeProvider, readVariable } from "@alicred/plugin-kit";
import { DEFAULT_CONFIG_FILE, sharedConfig } from "@alicred/shared-config";
import { profilesIn, readConfigJson } from "../config-json.ts";
import { absentSource, derivedSource } from "../derived-source.ts";
import { isOn } from "../switches.ts";

const PROFILE_VARIABLES = ["ALIBABA_CLOUD_PROFILE"];
const CONFIG_FILE_VARIABLES = ["ALIBABA_CLOUD_CONFIG_FILE"];
const SWITCH = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

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
export function profileFiles({ profile, configFile, modes }: ProfileFilesOptions): CredentialSource {
  const config = sharedConfig({
    profile,
    configFile,
    profileVariables: PROFILE_VARIABLES,
    configFileVariables: CONFIG_FILE_VARIABLES,
    modes,
  });
  const switchable = derivedSource(
    config.name,
    ({ host }) => isOn(host, SWITCH),
    (isOff) =>
      isOff
        ? absentSource(config.name, `profiles, which environment variable ${SWITCH} switches off`)
        : config,
  );
  const ini = iniProfile({ profile, modes });

  /** What the first file lacks of what was asked for by name, after it failed so. */
  async function lacking(host: Host, { code }: AlicredError): Promise<"file" | "profile" | undefined> {
    const asked = profile ?? readVariable(host, PROFILE_VARIABLES)?.value;
    if (code !== "PROFILE_NOT_FOUND" || asked === undefined) return undefined;
    const named = configFile ?? readVariable(host, CONFIG_FILE_VARIABLES)?.value;
    const text = await readConfigJson(host, named ?? DEFAULT_CONFIG_FILE);
    if (text === undefined) return named === undefined ? "file" : undefined;
    return profilesIn(text, asked).length === 0 ? "profile" : undefined;
  }

  return {
    name: "profile-files",
    async resolve(context): Promise<Answer> {
      const first = await ask(context, switchable);
      const lacks = first.outcome === "failed" ? await lacking(context.host, first.error) : undefined;
      const isDecided = first.outcome !== "not-configured" && lacks === undefined;
      if (isDecided && !context.explaining) return first;
      const second = await ask(context, ini);
      if (isDecided) {
        if (second.outcome === "credentials")
          Object.assign(context.notes.children.at(-1) ?? {}, { shadowed: true });
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
