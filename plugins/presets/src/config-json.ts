import type { Host, ProfileFields } from "@alicred/core";
import { expandHome, MAX_CONFIG_BYTES, readVariable, type Setting } from "@alicred/plugin-kit";
import { type ConfigFile, DEFAULT_CONFIG_FILE, parseConfigFile, profilesNamed } from "@alicred/shared-config";

// What is read here is not the credentials' affair, such as a region: whatever is amiss is left for others to say.

/** The text of a `config.json`, when it is there and can be read. */
export async function readConfigJson(host: Host, path: string): Promise<string | undefined> {
  const at = expandHome(host, path);
  return at === undefined ? undefined : host.files?.readText(at, MAX_CONFIG_BYTES).catch(() => undefined);
}

/** What the text says; nothing when it is absent or no `config.json`. */
function parse(text: string | undefined): ConfigFile {
  try {
    return parseConfigFile(text ?? "", "", true);
  } catch {
    return { profiles: [] };
  }
}

/** The profiles of that name, in their order. */
export function profilesIn(text: string | undefined, name: string | undefined): readonly ProfileFields[] {
  return name === undefined ? [] : profilesNamed(parse(text), name);
}

/** A field of a profile, when it is a text and not empty. */
export function textOf(fields: ProfileFields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** How a tool selects a profile. */
export interface ProfileSelection {
  readonly profile?: string | undefined;
  readonly configFile?: string | undefined;
  readonly profileVariables: readonly string[];
  readonly configFileVariables: readonly string[];
}

/** The `region_id` of the profile that is selected by option, variable, `current` or the name `default`. */
export async function profileRegion(host: Host, selection: ProfileSelection): Promise<Setting | undefined> {
  const { profile, configFile, profileVariables, configFileVariables } = selection;
  const path = configFile ?? readVariable(host, configFileVariables)?.value ?? DEFAULT_CONFIG_FILE;
  const text = await readConfigJson(host, path);
  const named = profile ?? readVariable(host, profileVariables)?.value;
  const name = named ?? (parse(text).current?.trim() || undefined) ?? "default";
  const value = textOf(profilesIn(text, name)[0], "region_id");
  return value === undefined ? undefined : { value, from: `field region_id of profile "${name}"` };
}
