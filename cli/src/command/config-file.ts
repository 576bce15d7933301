import { ConfigurationError, type Host, type JsonEdit } from "@alicred/core";
import { expandHome, MAX_CONFIG_BYTES, type ProfileFields, quote } from "@alicred/plugin-kit";
import { type ConfigFile, DEFAULT_CONFIG_FILE, parseConfigFile, presentFields } from "@alicred/shared-config";
import { type Catalogue, catalogue } from "../terminal/language.ts";
import { didYouMean } from "./did-you-mean.ts";
import { fileWords } from "./profile-word.ts";

/**
 * `config.json` as the commands that list and change profiles see it.
 *
 * @module
 */

const en = {
  unwritable: (file: string): string => `${file} cannot be written by this host.`,
  noHome: (file: string): string =>
    `${file} cannot be found: HOME is not set. Set it, or name the file: --config-file PATH`,
  noProfile: (file: string, name: string, nearest: string, word: string, of: string): string =>
    `${file} has no profile "${name}".${nearest} List them: alicred profiles list${of}. Create it: alicred profiles add ${word}${of}`,
};

const zh: typeof en = {
  unwritable: (file) => `当前环境无法写入 ${file}。`,
  noHome: (file) => `找不到 ${file}：未设置 HOME。请设置它，或指定文件：--config-file PATH`,
  noProfile: (file, name, nearest, word, of) =>
    `${file} 中没有配置 "${name}"。${nearest}列出所有配置：alicred profiles list${of}。新增：alicred profiles add ${word}${of}`,
};

export const configFileText: Catalogue<typeof en> = catalogue({ en, zh });

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
  /** The value of `--config-file`. */
  readonly configFile?: string | undefined;
  readonly exists: boolean;
  readonly current: string | undefined;
  readonly profiles: readonly FileProfile[];
}

/** A new state of the file, as edits of the old one. */
export interface ProfileEdits {
  /** Fields by profile; `undefined` removes a field, and a profile that is missing is added. */
  readonly set?: readonly { readonly name: string; readonly fields: ProfileFields }[];
  /** Profiles to remove, each with all of its name. */
  readonly remove?: readonly string[];
  /** The new name, by the old one. Profiles that lead to it, and `current`, follow. */
  readonly rename?: readonly { readonly from: string; readonly to: string }[];
  /** The new current profile; `null` removes the field. */
  readonly current?: string | null;
}

/**
 * The profiles of the file. One that is missing has none.
 *
 * @param configFile the path of `--config-file`, `ALIBABA_CLOUD_CONFIG_FILE` or `~/.aliyun/config.json` else
 * @throws {ConfigurationError} `FILE_UNREADABLE`; `INVALID_CONFIGURATION` when it is not a `config.json`.
 */
export async function readProfiles(host: Host, configFile?: string): Promise<Profiles> {
  const { file, path } = configPlace(host, configFile);
  const text = await host.files?.readText(path, MAX_CONFIG_BYTES);
  return { path, file, configFile, exists: text !== undefined, ...contentOf(text ?? "", file) };
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
  const { file, path } = configPlace(host, configFile);
  const { files } = host;
  if (files?.updateJson === undefined)
    throw new ConfigurationError("FILE_UNWRITABLE", configFileText().unwritable(file));
  await files.updateJson(
    path,
    async (text) => {
      const exists = text !== "";
      return editsOf(parse(text, file), change({ path, file, configFile, exists, ...contentOf(text, file) }));
    },
    { maxBytes: MAX_CONFIG_BYTES },
  );
}

/**
 * The file that commands read and change, and its name for messages.
 *
 * @throws {ConfigurationError} `FILE_UNREADABLE` when it is in the home folder and the home folder is unknown.
 */
export function configPlace(
  host: Host,
  configFile: string | undefined,
): { readonly file: string; readonly path: string } {
  const file = configFile ?? (host.env?.("ALIBABA_CLOUD_CONFIG_FILE") || DEFAULT_CONFIG_FILE);
  const path = expandHome(host, file);
  if (path !== undefined) return { file, path };
  throw new ConfigurationError("FILE_UNREADABLE", configFileText().noHome(file));
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

/** The error about a profile that does not exist, with the nearest names that do. */
export function noSuchProfile({ file, configFile, profiles }: Profiles, name: string): ConfigurationError {
  const nearest = didYouMean(
    name,
    profiles.map((each) => each.name),
  );
  return new ConfigurationError(
    "PROFILE_NOT_FOUND",
    configFileText().noProfile(file, name, nearest, quote(name), fileWords(configFile)),
  );
}

function editsOf(
  { current: before, profiles, profilesKey }: ConfigFile,
  { set = [], remove = [], rename = [], current }: ProfileEdits,
): JsonEdit[] {
  const all = profiles.map((each) => ({ written: Object(each), fields: presentFields(Object(each)) }));
  const places = new Map<unknown, number[]>();
  for (const [index, { fields }] of all.entries())
    places.set(fields["name"], [...(places.get(fields["name"]) ?? []), index]);
  const indicesOf = (name: string): readonly number[] => places.get(name) ?? [];
  // In the spelling of the file: tools written in Go read a field in any case.
  const spellingOf = (index: number, field: string): string => {
    const names = Object.keys(all[index]?.written);
    return (names.includes(field) ? field : names.find((each) => each.toLowerCase() === field)) ?? field;
  };
  const pathOf = (index: number, field: string): JsonEdit["path"] => [
    profilesKey,
    index,
    spellingOf(index, field),
  ];
  const added = set.filter(({ name }) => indicesOf(name).length === 0);
  return [
    ...set.flatMap(({ name, fields }) =>
      indicesOf(name)
        .slice(0, 1)
        .flatMap((index) =>
          Object.entries(fields)
            .filter(([field, value]) => all[index]?.written[spellingOf(index, field)] !== value)
            .map(([field, value]) => ({ path: pathOf(index, field), value })),
        ),
    ),
    ...rename.flatMap(({ from, to }) => [
      ...indicesOf(from).map((index) => ({ path: pathOf(index, "name"), value: to })),
      ...all.flatMap(({ fields }, index) =>
        fields["source_profile"] === from ? [{ path: pathOf(index, "source_profile"), value: to }] : [],
      ),
      ...(before === from ? [{ path: ["current"], value: to }] : []),
    ]),
    ...addedTo(
      profiles.length,
      profilesKey,
      added.map(({ name, fields }) => ({ name, ...fields })),
    ),
    // Each place once, and from the end, so that the places before stay valid.
    ...[...new Set(remove.flatMap(indicesOf))]
      .sort((one, other) => other - one)
      .map((index) => ({ path: [profilesKey, index], value: undefined })),
    ...(current === undefined ? [] : [{ path: ["current"], value: current ?? undefined }]),
  ];
}

/** A list without profiles may be missing, or null, as clients in Go write it: it is written whole. */
function addedTo(count: number, key: string, added: readonly ProfileFields[]): readonly JsonEdit[] {
  if (count === 0) return added.length === 0 ? [] : [{ path: [key], value: added }];
  return added.map((value, index) => ({ path: [key, count + index], value }));
}
