import {
  type Answer,
  ask,
  ConfigurationError,
  type CredentialSource,
  type Files,
  type Host,
  notConfigured,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import {
  encodingNote,
  expandHome,
  MAX_CONFIG_BYTES,
  profileModesOf,
  type Setting,
  settingOf,
  shown,
} from "@alicred/plugin-kit";
import { findSection, isJson } from "./ini-file.ts";
import { NAME } from "./name.ts";
import { type IniProfileOptions, iniProfileOptions } from "./options.ts";
import { sectionSource } from "./section-source.ts";

const FILE_VARIABLES = ["ALIBABA_CLOUD_CREDENTIALS_FILE"];
const PROFILE_VARIABLES = ["ALIBABA_CLOUD_PROFILE"];
/** For Node and Go, then for Python and Java. */
const DEFAULT_FILES = ["~/.alibabacloud/credentials", "~/.alibabacloud/credentials.ini"];
/** How long a key without an expiration is served before the file is read again. */
const REREAD_AFTER_MS = 300_000;

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
    const { files } = host;
    const wanted = settingOf(host, file, "argument file", FILE_VARIABLES);
    const names = wanted === undefined ? DEFAULT_FILES : [wanted.value];
    const [first = "", ...others] = names;
    if (files === undefined) return notConfigured(`${shown(first)} (no file system in this runtime)`);
    const found = await readFirst(host, files, names);
    if (found === undefined) {
      if (wanted !== undefined) throw missing(wanted);
      return notConfigured(`file ${first}`, ...others);
    }
    const { name, text } = found;
    if (isJson(text)) return notConfigured(`${name} as an INI file (it holds JSON)`);

    const asked = settingOf(host, profile, "argument profile", PROFILE_VARIABLES);
    const { value, from } = asked ?? { value: "default", from: "the default name" };
    const place = `section ${shown(value)} of ${name}`;
    const section = findSection(text, value);
    if (section === undefined || section["enable"]?.toLowerCase() === "false") {
      const why = section === undefined ? "is not there" : "is switched off by its key enable";
      if (asked === undefined)
        return notConfigured(
          section === undefined ? `${place}${encodingNote(text)}` : `${place} (it ${why})`,
        );
      const message = `${from} asks for "${shown(value)}", but that ${place} ${why}${encodingNote(text)}. Check the name, or add the section.`;
      throw new ConfigurationError("PROFILE_NOT_FOUND", message);
    }
    context.supplied("file", `${wanted?.from ?? "the default path"} (${name})`);
    context.supplied("profile", `${from} ("${shown(value)}")`);
    const key = JSON.stringify([name, value, text]);
    if (latest?.key !== key) latest = { key, source: sectionSource(value, section, place, modes) };
    const answer = await ask(context, latest.source);
    if (answer.outcome !== "credentials" || answer.credentials.expiresAtMs !== undefined) return answer;
    return { ...answer, refreshAfterMs: answer.refreshAfterMs ?? REREAD_AFTER_MS };
  }

  return { name: NAME, resolve };
}

/** The first of the files that exists. */
async function readFirst(
  host: Host,
  files: Files,
  names: readonly string[],
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  for (const name of names) {
    const path = expandHome(host, name);
    const text = path === undefined ? undefined : await files.readText(path, MAX_CONFIG_BYTES);
    if (text !== undefined) return { name, text };
  }
  return undefined;
}

function missing({ value, from }: Setting): ConfigurationError {
  const message = `${from} names ${shown(value)}, but there is no such file. Correct the path, or create the file.`;
  return new ConfigurationError("FILE_UNREADABLE", message);
}
