import { ConfigurationError, type CredentialSource } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { textOf } from "@alicred/plugin-kit";
import { type Catalogue, catalogue } from "../terminal/language.ts";
import { type FileProfile, noSuchProfile, type Profiles } from "./config-file.ts";

const en = {
  cycle: (file: string, trail: string): string =>
    `${file}: the profiles form a cycle: ${trail}. Change a source_profile.`,
  otherFields: (name: string): string => `${name} (other fields)`,
  noMode: "has no mode",
  unknownMode: (mode: string): string => `has the unknown mode ${mode}`,
  unknownModeUnnamed: "has an unknown mode",
  ofProfile: (file: string, name: string, problem: string, list: string): string =>
    `${file}: profile "${name}" ${problem}. Load the plugin that provides it by --plugin, or set mode to one of: ${list}.`,
};

const zh: typeof en = {
  cycle: (file, trail) => `${file}：配置之间循环引用：${trail}。请更改某个 source_profile。`,
  otherFields: (name) => `${name}（其他字段）`,
  noMode: "没有凭证类型（mode）",
  unknownMode: (mode) => `的凭证类型 ${mode} 未知`,
  unknownModeUnnamed: "的凭证类型未知",
  ofProfile: (file, name, problem, list) =>
    `${file}：配置 "${name}" ${problem}。请用 --plugin 加载提供它的插件，或将 mode 设为以下之一：${list}。`,
};

export const profileSourceText: Catalogue<typeof en> = catalogue({ en, zh });

/** The mode of that name, in any case. */
export function modeNamed(modes: readonly ProfileMode[], name: unknown): ProfileMode | undefined {
  return modes.find(({ mode }) => mode.toLowerCase() === textOf(name).toLowerCase());
}

/** A source made from fields that need not be in the file. */
export interface DraftSource {
  readonly source: CredentialSource;
  /** The fields that the source has changed meanwhile, such as a renewed token, by profile. */
  readonly changes: ReadonlyMap<string, ProfileFields>;
}

/**
 * The source of a profile, from the fields of a list: nothing is read and nothing is written. Making it asks nobody, so
 * that it also tells whether the profile is complete.
 *
 * @throws {ConfigurationError} what the mode complains of; `PROFILE_NOT_FOUND`, `PROFILE_CYCLE`, `UNKNOWN_PROFILE_MODE`.
 */
export function draftSource(profiles: Profiles, name: string, modes: readonly ProfileMode[]): DraftSource {
  const changes = new Map<string, ProfileFields>();
  const make = (wanted: string, trail: readonly string[], given?: ProfileFields): CredentialSource => {
    const step = given === undefined ? wanted : profileSourceText().otherFields(wanted);
    if (trail.includes(step)) throw cycle(profiles, [...trail, step]);
    const fields = given ?? profileNamed(profiles, wanted).fields;
    const mode = modeNamed(modes, fields["mode"]);
    if (mode === undefined) throw unknownMode(profiles, wanted, fields["mode"], modes);
    return mode.source({
      name: wanted,
      fields,
      sourceOf: (other) => make(other, [...trail, step]),
      sourceOfFields: (more) => make(wanted, [...trail, step], more),
      async update(_context, change) {
        const latest = { ...fields, ...changes.get(wanted) };
        const changed = await change(latest);
        if (given === undefined) changes.set(wanted, { ...changes.get(wanted), ...changed });
        return { ...latest, ...changed };
      },
    });
  };
  return { source: make(name, []), changes };
}

/**
 * The profile of that name.
 *
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, with the nearest names.
 */
export function profileNamed(profiles: Profiles, name: string): FileProfile {
  const profile = profiles.profiles.find((each) => each.name === name);
  if (profile === undefined) throw noSuchProfile(profiles, name);
  return profile;
}

function cycle({ file }: Profiles, trail: readonly string[]): ConfigurationError {
  return new ConfigurationError("PROFILE_CYCLE", profileSourceText().cycle(file, trail.join(" -> ")));
}

function unknownMode(
  { file }: Profiles,
  name: string,
  mode: unknown,
  modes: readonly ProfileMode[],
): ConfigurationError {
  const text = profileSourceText();
  const list = modes.map((each) => each.mode).join(", ");
  // Something long in its place may be a secret.
  const isName = typeof mode === "string" && /^[a-z][a-z0-9]{0,22}$/i.test(mode);
  const problem =
    mode === undefined ? text.noMode : isName ? text.unknownMode(mode) : text.unknownModeUnnamed;
  return new ConfigurationError("UNKNOWN_PROFILE_MODE", text.ofProfile(file, name, problem, list));
}
