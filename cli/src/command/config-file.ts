import { ConfigurationError, type Host, type JsonEdit } from "@alicred/core";
import { expandHome, MAX_CONFIG_BYTES, type ProfileFields } from "@alicred/plugin-kit";
import { type ConfigFile, DEFAULT_CONFIG_FILE, parseConfigFile, presentFields } from "@alicred/shared-config";

/**
 * `config.json` as the commands that list and change profiles see it.
 *
 * @module
 */

/** A profile as it is in the file. */
export interface FileProfile {
  readonly name: string;
  /** Its fields that are not empty, unknown ones included. */
  readonly fields: ProfileFields;
  /** Its place in the list. */
  readonly index: number;
}

/** The file, read once. */
export interface Profiles {
  readonly path: string;
  /** The name of the file for messages: `~/.aliyun/config.json`, or as it was given. */
  readonly file: string;
  readonly exists: boolean;
  readonly current: string | undefined;
  readonly profiles: readonly FileProfile[];
}

/** A new state of the file, as edits of the old one. */
export interface ProfileEdits {
  /** Fields by profile; `undefined` removes a field, and a profile that is missing is added. */
  readonly set?: readonly { readonly name: string; readonly fields: ProfileFields }[];
  /** Profiles to remove. */
  readonly remove?: readonly string[];
  /** The new name, by the old one. */
  readonly rename?: readonly { readonly from: string; readonly to: string }[];
  /** The new current profile. */
  readonly current?: string;
}

/**
 * The profiles of the file. One that is missing has none.
 *
 * @param configFile the path of `--config-file`, `ALIBABA_CLOUD_CONFIG_FILE` or `~/.aliyun/config.json` else
 * @throws {ConfigurationError} `FILE_UNREADABLE`; `INVALID_CONFIGURATION` when it is not a `config.json`.
 */
export async function readProfiles(host: Host, configFile?: string): Promise<Profiles> {
  const { file, path } = placeOf(host, configFile);
  const text = await host.files?.readText(path, MAX_CONFIG_BYTES);
  return { path, file, exists: text !== undefined, ...contentOf(text ?? "", file) };
}

/**
 * Changes the file, and leaves everything else in it as it is, to the byte. Other processes that change it wait
 * meanwhile. A missing file is created.
 *
 * @param change gets the file as it is under the lock
 * @throws {AlicredError} `FILE_UNWRITABLE`, `FILE_LOCKED`; what `change` throws. Then nothing is changed.
 */
export async function editProfiles(
  host: Host,
  configFile: string | undefined,
  change: (profiles: Profiles) => ProfileEdits,
): Promise<void> {
  const { file, path } = placeOf(host, configFile);
  const { files } = host;
  if (files?.updateJson === undefined)
    throw new ConfigurationError("FILE_UNWRITABLE", `${file} cannot be written by this host.`);
  await files.updateJson(
    path,
    async (text) => {
      const exists = text !== "";
      return editsOf(parse(text, file), change({ path, file, exists, ...contentOf(text, file) }));
    },
    { maxBytes: MAX_CONFIG_BYTES },
  );
}

function placeOf(
  host: Host,
  configFile: string | undefined,
): { readonly file: string; readonly path: string } {
  const file = configFile ?? host.env?.("ALIBABA_CLOUD_CONFIG_FILE") ?? DEFAULT_CONFIG_FILE;
  const path = expandHome(host, file);
  if (path !== undefined) return { file, path };
  throw new ConfigurationError(
    "FILE_UNREADABLE",
    `${file} cannot be found: HOME is not set. Set it, or name the file: --config-file PATH`,
  );
}

function parse(text: string, file: string): ConfigFile {
  return parseConfigFile(text.trim() === "" ? "{}" : text, file);
}

function contentOf(text: string, file: string): Pick<Profiles, "current" | "profiles"> {
  const { current, profiles } = parse(text, file);
  return {
    current: current || undefined,
    profiles: profiles.flatMap((each, index): FileProfile[] => {
      const fields = presentFields(Object(each));
      const { name } = fields;
      return typeof name === "string" ? [{ name, fields, index }] : [];
    }),
  };
}

function editsOf(
  config: ConfigFile,
  { set = [], remove = [], rename = [], current }: ProfileEdits,
): JsonEdit[] {
  const { profiles, profilesKey } = config;
  const indexOf = (name: string): number =>
    profiles.findIndex((each) => presentFields(Object(each))["name"] === name);
  const added = set.filter(({ name }) => indexOf(name) < 0);
  return [
    ...set.flatMap(({ name, fields }) =>
      indexOf(name) < 0
        ? []
        : Object.entries(fields).map(([field, value]) => ({
            path: [profilesKey, indexOf(name), field],
            value,
          })),
    ),
    ...rename.map(({ from, to }) => ({ path: [profilesKey, indexOf(from), "name"], value: to })),
    ...added.map(({ name, fields }, index) => ({
      path: [profilesKey, profiles.length + index],
      value: { name, ...fields },
    })),
    // From the end, so that the places before stay valid.
    ...remove
      .map(indexOf)
      .filter((index) => index >= 0)
      .sort((one, other) => other - one)
      .map((index) => ({ path: [profilesKey, index], value: undefined })),
    ...(current === undefined ? [] : [{ path: ["current"], value: current }]),
  ];
}
