import { ConfigurationError, parseOptions, type Rule, type StandardSchema, schemaOf } from "@alicred/core";

/** Far more than any real file has; a larger one is some other file. */
export const MAX_FILE_BYTES = 1_048_576;

/** The parts of `config.json` that matter before a profile is chosen. */
export interface ConfigFile {
  readonly current?: string | undefined;
  /** Unchecked: one broken profile must not keep another from working. */
  readonly profiles: readonly unknown[];
}

/** A profile as far as every mode shares it. */
export interface RawProfile {
  readonly name: string;
  readonly mode?: string | undefined;
  readonly [field: string]: unknown;
}

const anyText: Rule = [(value) => typeof value === "string", "is not text"];

const configFile: StandardSchema<ConfigFile> = schemaOf(
  { current: anyText, profiles: [Array.isArray, "is not a list"] },
  ["profiles"],
);

const rawProfile: StandardSchema<RawProfile> = schemaOf({ name: anyText, mode: anyText }, ["name"]);

/**
 * Reads the text of a `config.json`.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION` that says where the text goes wrong and quotes none of it.
 */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const json = text.replace(/^\uFEFF/, "");
  if (json.trim() === "") throw malformed(`${path} is empty`);
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (thrown) {
    // The parser's own message quotes the text.
    const position = /position (\d+)/.exec(thrown instanceof Error ? thrown.message : "")?.[1];
    throw malformed(
      `${path} is not valid JSON${position === undefined ? "" : lineOf(json, Number(position))}`,
    );
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw malformed(`${path} does not hold a JSON object`);
  }
  return parseOptions(configFile, content, path, "INVALID_CONFIGURATION");
}

/**
 * The profile of that name; of several, the first.
 *
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, or `INVALID_CONFIGURATION` when a field that every mode shares is of
 *   the wrong type.
 */
export function findProfile(file: ConfigFile, name: string, path: string): RawProfile {
  const { profiles } = file;
  const profile = profiles[indexOfProfile(file, name)];
  if (profile === undefined) {
    throw new ConfigurationError(
      "PROFILE_NOT_FOUND",
      `${path} has no profile "${name}" among its ${profiles.length}. Check the name, or create the profile with \`aliyun configure --profile ${name}\`.`,
      { source: "shared-config" },
    );
  }
  return parseOptions(rawProfile, profile, `${path}: profile "${name}"`, "INVALID_CONFIGURATION");
}

/** Where the profile of that name stands; of several, the first. -1 when there is none. */
export function indexOfProfile({ profiles }: ConfigFile, name: string): number {
  return profiles.findIndex((each) => (each as { name?: unknown } | null)?.name === name);
}

function lineOf(text: string, position: number): string {
  const lines = text.slice(0, position).split("\n");
  return ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
}

function malformed(what: string): ConfigurationError {
  return new ConfigurationError(
    "INVALID_CONFIGURATION",
    `${what}. Mend it, restore a copy, or run \`aliyun configure\` to write it anew.`,
    { source: "shared-config" },
  );
}
