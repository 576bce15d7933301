import { stat } from "node:fs/promises";
import type { Files, Host } from "@alicred/core";
import { MAX_CONFIG_BYTES, type ProfileFields, parseJson, textOf } from "@alicred/plugin-kit";
import { MODES_WITH_SESSIONS, SESSION_FIELDS } from "../profile-fields.ts";
import type { Mark } from "./mark.ts";

/** The variables and files that an answer was made from, each with a mark of its content. */
export interface Dependencies {
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** A host that notes what is read through it. */
export interface Recorder {
  readonly host: Host;
  /** All that was read so far; `undefined` if it cannot be read again to compare, as a pipe cannot. */
  dependencies(): Promise<Dependencies | undefined>;
}

/**
 * Notes every variable and file that sources read. As long as all of them have the same content, the same sources would
 * answer for the same identity: so a kept session is bound to every field of its profile, and of those that it leads to.
 */
export function recording(host: Host, mark: Mark): Recorder {
  const env = new Map<string, string | undefined>();
  const files = new Map<string, string | undefined>();
  const { files: own } = host;
  const recordedFiles: Files | undefined = own && {
    ...own,
    async readText(path, maxBytes) {
      const text = await own.readText(path, maxBytes);
      if (!files.has(path)) files.set(path, text);
      return text;
    },
  };
  return {
    host: {
      ...host,
      files: recordedFiles,
      env: (name) => {
        const value = host.env?.(name);
        env.set(name, value);
        return value;
      },
    },
    async dependencies() {
      if (!(await Promise.all([...files.keys()].map(canBeReadAgain))).every(Boolean)) return undefined;
      return { env: await marked(env, mark), files: await marked(files, mark) };
    },
  };
}

/** Whether this is a file, or nothing: what a pipe or a device gives once, it may not give again. */
export async function canBeReadAgain(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  return status === undefined || status.isFile();
}

/** Whether everything that an answer was made from is still the same. */
export async function isUnchanged({ env, files }: Dependencies, host: Host, mark: Mark): Promise<boolean> {
  for (const [name, kept] of Object.entries(env))
    if ((await markOf(host.env?.(name), mark)) !== kept) return false;
  for (const [path, kept] of Object.entries(files)) {
    const text = await host.files?.readText(path, MAX_CONFIG_BYTES).catch(() => undefined);
    if ((await markOf(text, mark)) !== kept) return false;
  }
  return true;
}

async function marked(
  values: ReadonlyMap<string, string | undefined>,
  mark: Mark,
): Promise<Readonly<Record<string, string>>> {
  const marks: Record<string, string> = {};
  for (const [name, value] of values) marks[name] = await markOf(value, mark);
  return marks;
}

async function markOf(value: string | undefined, mark: Mark): Promise<string> {
  if (value === undefined) return "";
  return mark(lasting(value));
}

/** The text without the sessions that profiles keep in it: those change while everything else stays the same. */
function lasting(text: string): string {
  const config = text.includes('"profiles"') ? parseJson(text) : undefined;
  if (!Array.isArray(config?.["profiles"])) return text;
  const profiles = config["profiles"].map((each: unknown) => {
    const profile: ProfileFields = Object(each);
    const isKeeping = MODES_WITH_SESSIONS.has(textOf(profile["mode"]).toLowerCase());
    const dropped: readonly string[] = isKeeping ? SESSION_FIELDS : [];
    return Object.fromEntries(Object.entries(profile).filter(([field]) => !dropped.includes(field)));
  });
  return JSON.stringify({ ...config, profiles });
}
