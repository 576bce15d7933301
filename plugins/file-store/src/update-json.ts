import { constants } from "node:fs";
import { access, mkdir, realpath } from "node:fs/promises";
import { dirname } from "node:path";
import {
  AlicredError,
  ConfigurationError,
  type Files,
  type Host,
  type JsonChange,
  type JsonEdit,
  type UpdateOptions,
} from "@alicred/core";
import { editJson } from "./edit-json.ts";
import { type LockOptions, lockedError, takeLock } from "./lock.ts";

/** What an update works with. */
export interface Store {
  readonly host: Host;
  readonly files: Files;
  readonly lock: LockOptions;
}

// A change by somebody without the lock is rare; one after another is somebody who writes all the time.
const MOST_ATTEMPTS = 5;

/** `Files.updateJson` on `node:fs`. */
export async function updateJson(
  { host, files, lock: lockOptions }: Store,
  path: string,
  change: JsonChange,
  { maxBytes, signal }: UpdateOptions,
): Promise<void> {
  const target = await writable(path, () => targetOf(path));
  const read = async (): Promise<string> => (await files.readText(target, maxBytes)) ?? "";
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const lock = await writable(path, () => takeLock(host, target, lockOptions, signal));
    try {
      const text = await read();
      const edits = await change(text);
      const next = edited(path, text, edits);
      if (next === text) return;
      // The official tools do not know this lock, and a machine that slept may have lost it.
      if (lock.isKept() && (await read()) === text) return await writable(path, () => replace(target, next));
    } finally {
      await lock.release();
    }
  }
  throw lockedError(path, lockOptions.timeoutMs);
}

/** The file itself where the path is a link to it; its folder is made where there is none. */
async function targetOf(path: string): Promise<string> {
  const target = await realpath(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return undefined;
    throw thrown;
  });
  if (target === undefined) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return path;
  }
  // Replacing a file takes only the folder's permission; a file that is write-protected was meant to be.
  await access(target, constants.W_OK);
  return target;
}

async function replace(target: string, text: string): Promise<void> {
  const { default: writeFileAtomic } = await import("write-file-atomic");
  await writeFileAtomic(target, text, { mode: 0o600 });
}

function edited(path: string, text: string, edits: readonly JsonEdit[]): string {
  try {
    return editJson(text, edits);
  } catch {
    // The parser's message quotes the text.
    const message = `${path} is not valid JSON. Mend it, or restore a copy.`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message);
  }
}

/** Runs what touches the file system; its errors name the kind alone. */
async function writable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const { code, syscall } = thrown as NodeJS.ErrnoException;
    if (thrown instanceof AlicredError || code === undefined || syscall === undefined) throw thrown;
    throw new ConfigurationError(
      "FILE_UNWRITABLE",
      `${path} cannot be written (${code}). Check the permissions of the file and of its folder, and the space left.`,
    );
  }
}
