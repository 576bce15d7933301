import { ConfigurationError, type Host } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { readProfileFile, SELECTING_VARIABLES, type Setting, settingOf, shown } from "@alicred/plugin-kit";
import {
  type ConfigFile,
  DEFAULT_CONFIG_FILE,
  noSuchProfile,
  parseConfigFile,
  profilesNamed,
  textField,
} from "./config-file.ts";

/** To Terraform's provider this variable names a `config.json`, to the SDKs an INI file. */
const INI_FROM = (SELECTING_VARIABLES.sdk.iniFile ?? []).map((name) => `environment variable ${name}`);

/** How a tool selects a profile. */
export interface ProfileSelection {
  readonly profile?: string | undefined;
  readonly configFile?: string | undefined;
  /** The variables that name the profile, in order. */
  readonly profileVariables: readonly string[];
  /** The variables that name the file, in order. */
  readonly configFileVariables: readonly string[];
  /** Whether the file chooses a profile where nothing else does, via `current` or the name `default`. Default: true. */
  readonly fileChooses?: boolean | undefined;
}

/** The profile that was selected. */
export interface SelectedProfile {
  readonly kind: "profile";
  /** The file, as messages name it. */
  readonly file: string;
  readonly path: string;
  /** Origin of the file's name; `undefined`: the default one. */
  readonly fileFrom: string | undefined;
  readonly name: string;
  /** Origin of the profile's name: an argument, a variable, `field current`, or the default name. */
  readonly from: string;
  /** The fields of all profiles of that name, as they are in the file. Most tools use the first. */
  readonly profiles: readonly [ProfileFields, ...ProfileFields[]];
  readonly config: ConfigFile;
}

/** Nobody asked for a profile, and the file has none to choose. */
export interface NoProfile {
  readonly kind: "none";
  readonly lookedFor: readonly [string, ...string[]];
}

/** Something that was asked for is missing. */
export interface LackingProfile {
  readonly kind: "lacking";
  /** `default-file`: a profile was asked for by name, and there is no file, which nobody asked for. */
  readonly lacks: "file" | "default-file" | "profile" | "current";
  readonly error: ConfigurationError;
}

/**
 * Selects a profile, by the one rule for credentials, region, warnings and every preset: the name is that of the
 * option, else of the first variable that is set, else the file's `current`, else `default`; the file is that of the
 * option, else of a variable, else `~/.aliyun/config.json`. Names of profiles are case-sensitive. The file is read
 * once. An INI file that a variable of the SDKs names counts as missing.
 *
 * @throws {ConfigurationError} `FILE_UNREADABLE`; `INVALID_CONFIGURATION` for a file that is not a `config.json`.
 */
export async function selectProfile(
  host: Host,
  selection: ProfileSelection,
): Promise<SelectedProfile | NoProfile | LackingProfile> {
  const { profile, configFile, profileVariables, configFileVariables, fileChooses = true } = selection;
  const hint = `environment variables ${profileVariables.join(", ")}`;
  const asked = settingOf(host, profile, "argument profile", profileVariables);
  if (asked === undefined && !fileChooses) return { kind: "none", lookedFor: ["argument profile", hint] };
  const named = settingOf(host, configFile, "argument configFile", configFileVariables);
  const wanted = named ?? asked;
  const found = await readProfileFile(host, [DEFAULT_CONFIG_FILE], { named, isAsked: wanted !== undefined });
  if ("lookedFor" in found) {
    if (wanted === undefined || !found.canRead) return { kind: "none", lookedFor: found.lookedFor };
    const message = `${wanted.from} is set, but ${shown(found.file)} does not exist. Check the path, or create it: alicred profiles add NAME`;
    const lacks = named === undefined ? "default-file" : "file";
    return { kind: "lacking", lacks, error: new ConfigurationError("PROFILE_NOT_FOUND", message) };
  }
  const { file, path, text } = found;
  if (named !== undefined && INI_FROM.includes(named.from) && /^\s*[[#;]/.test(text))
    return { kind: "none", lookedFor: [`a config.json, but ${named.from} names an INI file`] };
  // After `aliyun configure delete` a file may be left that is empty in one way or another. An empty text is like `{}`.
  const config = parseConfigFile(text.trim() === "" ? "{}" : text, file, asked === undefined);
  const { name, from } = nameOf(asked, config);
  const [first, ...others] = profilesNamed(config, name);
  if (first !== undefined) {
    const profiles = [first, ...others] as const;
    return { kind: "profile", file, path, fileFrom: named?.from, name, from, profiles, config };
  }
  if (asked === undefined && config.profiles.length === 0)
    return { kind: "none", lookedFor: [hint, `a profile of ${shown(file)}, which has none`] };
  if (asked === undefined && !config.current)
    return { kind: "none", lookedFor: [hint, `field current or profile "default" of ${file}`] };
  const lacks = asked === undefined ? "current" : "profile";
  return { kind: "lacking", lacks, error: noSuchProfile(config, name, file) };
}

function nameOf(
  asked: Setting | undefined,
  { current }: ConfigFile,
): { readonly name: string; readonly from: string } {
  if (asked !== undefined) return { name: asked.value, from: asked.from };
  return current ? { name: current, from: "field current" } : { name: "default", from: "the default name" };
}

/** The `region_id` of a profile that was selected, and what named it. */
export function regionOf({ name, profiles: [fields] }: SelectedProfile): Setting | undefined {
  const value = textField(fields, "region_id");
  return value === undefined ? undefined : { value, from: `field region_id of profile "${shown(name)}"` };
}
