import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { textOf } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import type { Profiles } from "../../command/config-file.ts";
import { MODES_WITH_SESSIONS, SESSION_FIELDS } from "../../command/profile-fields.ts";
import { profileWord } from "../../command/profile-word.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { complaint } from "./describe.ts";

const en = {
  swapped:
    "access_key_id and access_key_secret are swapped: the id is the one that begins with LTAI. Give them the other way round.",
  emptyName: "The name of a profile must not be empty.",
  badName:
    "The name of a profile has no control or invisible characters, and no blanks at its ends. Choose another one.",
  hyphen:
    "The name of a profile must not begin with a hyphen: tools would take it for an option. Choose another one.",
  longName: "The name of a profile is longer than 128 characters. Choose another one.",
  taken: (name: string, word: string): string =>
    `There is a profile "${name}" already. Change it: alicred profiles set ${word} field=value, or choose another name.`,
};

const zh: typeof en = {
  swapped: "access_key_id 与 access_key_secret 颠倒了：以 LTAI 开头的是 AccessKey ID。请对调后再试。",
  emptyName: "配置名称不能为空。",
  badName: "配置名称不能含有控制字符或不可见字符，两端也不能有空格。请换一个名称。",
  hyphen: "配置名称不能以连字符开头：各工具会把它当作选项。请换一个名称。",
  longName: "配置名称超过 128 个字符。请换一个名称。",
  taken: (name, word) =>
    `已有配置 "${name}"。修改它：alicred profiles set ${word} field=value，或换一个名称。`,
};

export const draftText: Catalogue<typeof en> = catalogue({ en, zh });

/** The list with fields of a profile changed, or with the profile added; `undefined` removes a field. */
export function withFields(profiles: Profiles, name: string, fields: ProfileFields): Profiles {
  const before = profiles.profiles.find((each) => each.name === name);
  const entries = Object.entries({ ...before?.fields, ...fields }).filter(([, value]) => value !== undefined);
  const index = before?.index ?? profiles.profiles.length;
  const profile = { name, fields: { name, ...Object.fromEntries(entries) }, index };
  return {
    ...profiles,
    profiles:
      before === undefined
        ? [...profiles.profiles, profile]
        : profiles.profiles.map((each) => (each === before ? profile : each)),
  };
}

/** Settings that have nothing to do with whose session it is. */
const HARMLESS: ReadonlySet<string> = new Set(["region_id", "output_format", "language", "site"]);

/**
 * The changes, with the session removed that the profile keeps, if they touch more than its settings: it may be that
 * of another identity.
 */
export function withoutStaleSession(before: ProfileFields, changes: ProfileFields): ProfileFields {
  const mode = textOf(before["mode"]).toLowerCase();
  const isHarmless = Object.keys(changes).every((field) => HARMLESS.has(field));
  if (isHarmless || !MODES_WITH_SESSIONS.has(mode)) return changes;
  const kept = SESSION_FIELDS.filter((field) => before[field] !== undefined);
  return { ...Object.fromEntries(kept.map((field) => [field, undefined])), ...changes };
}

/**
 * Refuses a key whose halves are swapped, and changes that break a profile that was whole.
 *
 * @returns the complaint about a profile that was incomplete before, and still is
 * @throws {ConfigurationError} `INVALID_OPTION`, or what the mode complains of
 */
export function checkChange(
  before: Profiles,
  after: Profiles,
  name: string,
  modes: readonly ProfileMode[],
): string | undefined {
  const fields = after.profiles.find((each) => each.name === name)?.fields ?? {};
  checkKeyOrder(fields);
  const error = complaint(after, name, modes);
  const existed = before.profiles.some((each) => each.name === name);
  if (error !== undefined && (!existed || complaint(before, name, modes) === undefined)) throw error;
  return error?.message;
}

/** @throws {ConfigurationError} `INVALID_OPTION` when the secret looks like an id, and the id does not. */
function checkKeyOrder(fields: ProfileFields): void {
  if (areSwapped(fields)) throw wrongUse(draftText().swapped);
}

/** Whether id and secret of a key are swapped. */
export function areSwapped({ access_key_id: id, access_key_secret: secret }: ProfileFields): boolean {
  const isId = (value: unknown): boolean => /^(LTAI\w{8,}|STS\.\w{8,})$/.test(textOf(value));
  return isId(secret) && !isId(id);
}

/** @throws {ConfigurationError} `INVALID_OPTION` for a name that no profile may have, or that one has. */
export function checkNewName({ profiles, configFile }: Profiles, name: string): void {
  checkName(name);
  if (profiles.some((each) => each.name === name))
    throw wrongUse(draftText().taken(name, profileWord(name, configFile)));
}

/** @throws {ConfigurationError} `INVALID_OPTION` for a name that no profile may have. */
export function checkName(name: string): void {
  const said = draftText();
  if (name === "") throw wrongUse(said.emptyName);
  // Every command line would take the name for an option.
  if (name.startsWith("-")) throw wrongUse(said.hyphen);
  if (name !== name.trim() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) throw wrongUse(said.badName);
  if (name.length > MOST_CHARACTERS) throw wrongUse(said.longName);
}

/** The most characters of a new name. */
const MOST_CHARACTERS = 128;
