import { ConfigurationError, type FieldSchema, parseFields, schemaOf } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { encodingNote, nearestNames, quote, shown, textOf } from "@alicred/plugin-kit";

/** Name of the plugin and its source, in provenance, trace and errors. */
export const NAME = "shared-config";

/** The file that the aliyun CLI, Terraform and the SDKs share. */
export const DEFAULT_CONFIG_FILE = "~/.aliyun/config.json";

/** The parts of `config.json` that matter before a profile is chosen. */
export interface ConfigFile {
  /** Absent, null and empty are the same, as everywhere in the file. */
  readonly current?: string | null | undefined;
  /** Unchecked: one broken profile must not keep another from working. */
  readonly profiles: readonly unknown[];
  /** How the file spells `profiles`. */
  readonly profilesKey: string;
}

const configFile: FieldSchema<Partial<ConfigFile>> = schemaOf({
  current: { accepts: (value) => typeof (value ?? "") === "string", complaint: "is not text" },
  profiles: { accepts: (value) => Array.isArray(value ?? []), complaint: "is not a list" },
});

/**
 * Reads the text of a `config.json`.
 *
 * @param file names the file in messages
 * @param usesCurrent whether `current` chooses the profile; otherwise it may be anything
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` that says where the text goes wrong and quotes none of it.
 */
export function parseConfigFile(text: string, file: string, usesCurrent = false): ConfigFile {
  const json = text.replace(/^\uFEFF/, "");
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (thrown) {
    // The rest of the parser's message quotes the text.
    const [where = " (look for a comma too many, a comment, or UTF-16)"] =
      / at position \d+( \(line \d+ column \d+\))?/.exec(String(thrown)) ?? [];
    const what = json.trim() === "" ? "empty" : `not valid JSON${where}`;
    throw new ConfigurationError(
      "INVALID_CONFIGURATION",
      `${file} is ${what}. Fix it: alicred profiles doctor`,
    );
  }
  if (typeof content !== "object" || Array.isArray(content)) {
    const message = `${file} is not a JSON object. Fix it: alicred profiles doctor`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message);
  }
  const fields: ProfileFields = content === null ? {} : { ...content };
  const profilesKey = spellingOf(fields, "profiles");
  const written = fields[spellingOf(fields, "current")];
  const current = usesCurrent || typeof written === "string" ? written : undefined;
  const used = { current, profiles: fields[profilesKey] };
  const checked = parseFields(configFile, used, file, "INVALID_CONFIGURATION");
  return { ...checked, profiles: checked.profiles ?? [], profilesKey };
}

/** The name of a field as it is written: clients in Go write and read it in any case. */
function spellingOf(fields: ProfileFields, name: string): string {
  if (Object.hasOwn(fields, name)) return name;
  return Object.keys(fields).find((each) => each.toLowerCase() === name) ?? name;
}

/**
 * The profiles of that name. Most tools use the first of several.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for one that is nested too deeply.
 */
export function profilesNamed({ profiles }: ConfigFile, name: string): readonly ProfileFields[] {
  const named = profiles.filter((each): each is ProfileFields => nameOf(each) === name);
  for (const each of named) checkDepth(each, `profile "${shown(name)}"`);
  return named;
}

function nameOf(profile: unknown): unknown {
  if (typeof profile !== "object" || profile === null) return undefined;
  const fields = profile as ProfileFields;
  return fields[spellingOf(fields, "name")];
}

/** Deeper than any real field, and far from where a runtime's own functions for JSON overflow the stack. */
const MOST_LEVELS = 100;

/** @throws {ConfigurationError} `INVALID_CONFIGURATION` for fields that are nested too deeply. */
export function checkDepth(fields: ProfileFields, owner: string): void {
  let level: readonly unknown[] = [fields];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) {
      const message = `${owner} has a field of more than ${MOST_LEVELS} levels. Correct or remove it.`;
      throw new ConfigurationError("INVALID_CONFIGURATION", message);
    }
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
}

/** @throws {ConfigurationError} `PROFILE_NOT_FOUND`. */
export function findProfile(config: ConfigFile, name: string, file: string): ProfileFields {
  const [profile] = profilesNamed(config, name);
  if (profile !== undefined) return profile;
  throw noSuchProfile(config, name, file);
}

/** The error `PROFILE_NOT_FOUND`, with the nearest names that exist. */
export function noSuchProfile({ profiles }: ConfigFile, name: string, file: string): ConfigurationError {
  const wanted = shown(name);
  const names = profiles.map(nameOf);
  const nearest = nearestNames(name, names);
  return new ConfigurationError(
    "PROFILE_NOT_FOUND",
    `${shown(file)} has no profile "${wanted}"${encodingNote(names.map(textOf).join())}.${nearest} Check the name, or create it: alicred profiles add ${quote(wanted)}`,
  );
}

/**
 * The fields that are not empty: the official clients write every field that they know. Names of fields are in lower
 * case; one in another case counts where that one is missing, as in clients written in Go.
 */
export function presentFields(fields: ProfileFields): ProfileFields {
  const entries = Object.entries(fields).filter(([, value]) => (value ?? "") !== "");
  const names = new Set(entries.map(([name]) => name));
  const aliases = entries
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !names.has(name));
  return Object.fromEntries([...entries, ...aliases]);
}

/** A field by its name in any case, when it is a text and not blank. */
export function textField(fields: ProfileFields, name: string): string | undefined {
  const value = presentFields(fields)[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
