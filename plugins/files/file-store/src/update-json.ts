import type { Files, Host, JsonChange, JsonEdit, UpdateOptions } from "@alicred/core";
import { AlicredError, ConfigurationError } from "@alicred/core";
import { editJson } from "./edit-json.ts";
import { targetOf, unwritable } from "./file-system.ts";
import { type LockOptions, lockedError, takeLock } from "./lock.ts";
import { removeLeftovers, replaceText } from "./replace.ts";

/** The parts that an update works with. */
export interface Store {
  readonly host: Host;
  readonly files: Files;
  readonly lock: LockOptions;
}

// A change by a program without the lock is rare; several in a row mean a program that writes all the time.
const MOST_ATTEMPTS = 5;

/** `Files.updateJson` on `node:fs`. */
export async function updateJson(
  { host, files, lock: lockOptions }: Store,
  path: string,
  change: JsonChange,
  { maxBytes, signal }: UpdateOptions,
): Promise<void> {
  const target = await writing(path, signal, () => targetOf(path));
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const lock = await writing(path, signal, () => takeLock(host, target, lockOptions, signal));
    try {
      const text = await readClean(files, target, maxBytes);
      const edits = await change(text);
      const next = edited(path, text, edits);
      if (next === text) return;
      // The official tools do not know this lock, and a machine that slept may have lost it.
      if (!(await lock.isKept()) || (await readClean(files, target, maxBytes)) !== text) continue;
      if (await writing(path, undefined, () => replaceText(target, next, lock))) {
        await removeLeftovers(target, lock);
        return;
      }
    } finally {
      await lock.release();
    }
  }
  throw lockedError(path, lockOptions.timeoutMs);
}

/**
 * The text of a file that can be written back without loss; empty when it is missing.
 *
 * @throws {ConfigurationError} `FILE_UNWRITABLE` when its bytes are not UTF-8.
 */
async function readClean(files: Files, path: string, maxBytes: number): Promise<string> {
  const text = (await files.readText(path, maxBytes)) ?? "";
  if (!text.includes("\uFFFD")) return text;
  const bytes = await files.readBytes?.(path, maxBytes);
  try {
    // The character itself may be in the file.
    if (bytes !== undefined) return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Handled below, as for a host that has only the text.
  }
  const message = `${path} cannot be written: it is not UTF-8, and its other bytes would be lost. Save it as UTF-8.`;
  throw new ConfigurationError("FILE_UNWRITABLE", message);
}

function edited(path: string, text: string, edits: readonly JsonEdit[]): string {
  try {
    return editJson(text, edits);
  } catch (thrown) {
    // The parser's message quotes the text.
    const problem = thrown instanceof TypeError ? `has ${thrown.message}` : "is not valid JSON";
    const message = `${path} ${problem}. Fix it, or restore a backup.`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message);
  }
}

/** Runs an operation on the file system; its errors name the system's code alone. */
async function writing<T>(path: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof AlicredError || (signal?.aborted && thrown === signal.reason)) throw thrown;
    throw unwritable(path, thrown);
  }
}
