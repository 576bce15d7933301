import {
  type Answer,
  ask,
  ConfigurationError,
  type CredentialSource,
  notConfigured,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import {
  encodingNote,
  nearestNames,
  profileModesOf,
  REREAD_AFTER_MS,
  readProfileFile,
  SELECTING_VARIABLES,
  type Setting,
  settingOf,
  shown,
} from "@alicred/plugin-kit";
import { findSection, isJson } from "./ini-file.ts";
import { NAME } from "./name.ts";
import { type IniProfileOptions, iniProfileOptions } from "./options.ts";
import { sectionSource } from "./section-source.ts";

/** For Node and Go, then for Python and Java. */
const DEFAULT_FILES = ["~/.alibabacloud/credentials", "~/.alibabacloud/credentials.ini"] as const;

/**
 * A section of the SDKs' INI credentials file. The file is read at each resolution; while it is unchanged, the source
 * made from it is kept, with its sessions.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function iniProfile(options: IniProfileOptions): CredentialSource {
  const { profile, file, modes: providers } = parseOptions(iniProfileOptions, options, NAME);
  const modes = profileModesOf(providers);
  let latest: { readonly key: string; readonly source: CredentialSource } | undefined;

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    const { profile: profileVariables, iniFile = [] } = SELECTING_VARIABLES.sdk;
    const named = settingOf(host, file, "argument file", iniFile);
    const asked = settingOf(host, profile, "argument profile", profileVariables);
    // A profile that was asked for by name may be in the other file of profiles: that this one is somebody else's is no
    // error then either.
    const found = await readProfileFile(host, DEFAULT_FILES, { named });
    if ("lookedFor" in found) {
      if (named !== undefined && found.canRead) throw missing(named);
      return notConfigured(...found.lookedFor);
    }
    const { file: name, text } = found;
    if (isJson(text)) return notConfigured(`${name} as an INI file (it holds JSON)`);

    const { value, from } = asked ?? { value: "default", from: "the default name" };
    const place = `section ${shown(value)} of ${name}`;
    const section = findSection(text, value);
    if (section === undefined || section["enable"]?.toLowerCase() === "false") {
      const why = section === undefined ? "is not there" : "is switched off by its key enable";
      if (asked === undefined)
        return notConfigured(
          section === undefined ? `${place}${encodingNote(text)}` : `${place} (it ${why})`,
        );
      const nearest = section === undefined ? nearestNames(value, sectionNames(text)) : "";
      const message = `${from} asks for "${shown(value)}", but that ${place} ${why}${encodingNote(text)}.${nearest} Check the name, or add the section.`;
      throw new ConfigurationError("PROFILE_NOT_FOUND", message);
    }
    context.supplied("file", `${named?.from ?? "the default path"} (${name})`);
    context.supplied("profile", `${from} ("${shown(value)}")`);
    const key = JSON.stringify([name, value, text]);
    if (latest?.key !== key) latest = { key, source: sectionSource(value, section, place, modes) };
    const answer = await ask(context, latest.source);
    if (answer.outcome !== "credentials" || answer.credentials.expiresAtMs !== undefined) return answer;
    return { ...answer, refreshAfterMs: answer.refreshAfterMs ?? REREAD_AFTER_MS };
  }

  return { name: NAME, resolve };
}

/** The names of the sections, to name those that exist. */
function sectionNames(text: string): readonly (string | undefined)[] {
  return [...text.matchAll(/^[^\S\n]*\[([^\]\r\n]+)\]/gm)].map(([, name]) => name?.trim());
}

function missing({ value, from }: Setting): ConfigurationError {
  const message = `${from} names ${shown(value)}, but there is no such file. Correct the path, or create the file.`;
  return new ConfigurationError("FILE_UNREADABLE", message);
}
