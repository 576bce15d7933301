import type { Answer, CredentialSource, FieldSchema, ResolveContext } from "@alicred/core";
import { ask, ConfigurationError, closeSource, nonEmptyString, notConfigured, schemaOf } from "@alicred/core";
import type { ModeProvider, Setting } from "@alicred/plugin-kit";
import {
  encodingNote,
  modeProviders,
  nearestNames,
  profileModesOf,
  REREAD_AFTER_MS,
  readProfileFile,
  SELECTING_VARIABLES,
  settingOf,
  shown,
} from "@alicred/plugin-kit";
import { findSection, isJson } from "./ini-file.ts";
import { sectionSource } from "./section-source.ts";

/** For Node and Go, then for Python and Java. */
const DEFAULT_FILES = ["~/.alibabacloud/credentials", "~/.alibabacloud/credentials.ini"] as const;

/** Name of the plugin and its source, in provenance, trace and errors. */
export const NAME = "ini-profile";

export interface IniProfileOptions {
  /** The section. Default: the variable `ALIBABA_CLOUD_PROFILE`, else `default`. */
  readonly profile?: string | undefined;
  /**
   * The file; `~/` is the home folder. Default: `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials`, or
   * `~/.alibabacloud/credentials.ini` when there is no such file.
   */
  readonly file?: string | undefined;
  /** The supported modes: plugins such as `staticPlugin`, each for all of its modes, and single modes. */
  readonly modes: readonly ModeProvider[];
}

export const iniProfileOptions: FieldSchema<IniProfileOptions> = schemaOf(
  {
    profile: nonEmptyString,
    file: nonEmptyString,
    modes: modeProviders,
  },
  ["modes"],
);

/** The source for options that were checked. */
export function iniProfileSource({ profile, file, modes: providers }: IniProfileOptions): CredentialSource {
  const modes = profileModesOf(providers);
  let latest: { readonly key: string; readonly source: CredentialSource } | undefined;
  // A replaced one is closed with the next replacement, or at the end, because its credentials may still be in use.
  const made: CredentialSource[] = [];

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    const { profile: profileVariables, iniFile = [] } = SELECTING_VARIABLES.sdk;
    const named = settingOf(host, file, "argument file", iniFile);
    const asked = settingOf(host, profile, "argument profile", profileVariables);
    // A profile that was asked for by name may be in the other file of profiles, so that it is no error either then if
    // this one belongs to another user.
    const found = await readProfileFile(host, DEFAULT_FILES, { named });
    if ("lookedFor" in found) {
      if (named !== undefined && SWITCHED_OFF.test(named.value))
        return notConfigured(`the files, which ${named.from} switches off`);
      if (named !== undefined && found.canRead) throw missing(named);
      return notConfigured(...found.lookedFor);
    }
    const { file: name, text: content } = found;
    if (isJson(content)) return notConfigured(`${name} as an INI file (it holds JSON)`);

    const { value, from } = asked ?? { value: "default", from: "the default name" };
    const place = `section ${shown(value)} of ${name}`;
    const section = findSection(content, value);
    if (section === undefined || section["enable"]?.toLowerCase() === "false") {
      const why = section === undefined ? "does not exist" : "is switched off by its key enable";
      if (asked === undefined)
        return notConfigured(
          section === undefined ? `${place}${encodingNote(content)}` : `${place} (it ${why})`,
        );
      const nearest = section === undefined ? nearestNames(value, sectionNames(content)) : "";
      const message = `${from} asks for "${shown(value)}", but ${place} ${why}${encodingNote(content)}.${nearest} Check the name, or add the section.`;
      throw new ConfigurationError("PROFILE_NOT_FOUND", message);
    }
    context.supplied("file", `${named?.from ?? "the default path"} (${name})`);
    context.supplied("profile", `${from} ("${shown(value)}")`);
    const key = JSON.stringify([name, value, content]);
    if (latest?.key !== key) {
      latest = { key, source: sectionSource(value, section, place, modes) };
      made.unshift(latest.source);
      made.splice(2).forEach(closeSource);
    }
    const answer = await ask(context, latest.source);
    if (answer.outcome !== "credentials" || answer.credentials.expiresAtMs !== undefined) return answer;
    return { ...answer, refreshAfterMs: answer.refreshAfterMs ?? REREAD_AFTER_MS };
  }

  return { name: NAME, resolve, close: () => made.forEach(closeSource) };
}

/** The names of the sections, to name those that exist. */
function sectionNames(text: string): readonly (string | undefined)[] {
  return [...text.matchAll(/^[^\S\n]*\[([^\]\r\n]+)\]/gm)].map(([, name]) => name?.trim());
}

/** Where `alicred exec` and `alicred serve` lead the clients that must read no file. */
const SWITCHED_OFF = /^(\/|[A-Z]:\\)nonexistent[/\\]alicred$/;

function missing({ value, from }: Setting): ConfigurationError {
  const message = `${from} names ${shown(value)}, but that file does not exist. Correct the path, or create the file.`;
  return new ConfigurationError("FILE_UNREADABLE", message);
}
