import {
  ConfigurationError,
  type ProfileFields,
  parseOptions,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import { encodingNote, quote, shown } from "@alicred/plugin-kit";

/** The file that the aliyun CLI, Terraform and the SDKs share. */
export const DEFAULT_CONFIG_FILE = "~/.aliyun/config.json";

/** The parts of `config.json` that matter before a profile is chosen. */
export interface ConfigFile {
  /** Absent, null and empty are the same, as everywhere in the file. */
  readonly current?: string | null | undefined;
  /** Unchecked: one broken profile must not keep another from working. */
  readonly profiles: readonly unknown[];
}

const configFile: StandardSchema<ConfigFile> = schemaOf(
  {
    current: [(value) => typeof (value ?? "") === "string", "is not text"],
    profiles: [Array.isArray, "is not a list"],
  },
  ["profiles"],
);

/**
 * Reads the text of a `config.json`.
 *
 * @param file names the file in messages
 * @param usesCurrent whether `current` is to choose the profile: otherwise it may be anything
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
      `${file} is ${what}. Mend it, or create it: aliyun configure`,
    );
  }
  const { current, ...others } = Object(content);
  const used = usesCurrent ? { current, ...others } : others;
  return parseOptions(configFile, used, file, "INVALID_CONFIGURATION");
}

/**
 * The profiles of that name. Of several the first counts.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` for one that is nested too deeply.
 */
export function profilesNamed({ profiles }: ConfigFile, name: string): readonly ProfileFields[] {
  const found = profiles.filter(
    (each): each is ProfileFields => (each as ProfileFields | null)?.["name"] === name,
  );
  for (const each of found) checkDepth(each, `profile "${shown(name)}"`);
  return found;
}

/** Far deeper than any field is, and far from where a runtime's own functions for JSON overflow the stack. */
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
  const wanted = shown(name);
  const names = config.profiles.map((each) => String((each as ProfileFields | null)?.["name"])).join();
  throw new ConfigurationError(
    "PROFILE_NOT_FOUND",
    `${file} has no profile "${wanted}"${encodingNote(names)}. Check the name, or create it: aliyun configure --profile ${quote(wanted)}`,
  );
}
