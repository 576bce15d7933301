import { type FileHandle, lstat, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./file-system.ts";
import type { Lock } from "./lock.ts";

/**
 * The codes of a rename that is refused where writing may not be: the file is a mount of its own (`EBUSY`, `EXDEV`), is
 * another's in a folder such as `/tmp` (`EPERM`), or is open in another program on Windows (`EEXIST` too).
 */
const REFUSALS: ReadonlySet<string> = new Set(["EBUSY", "EXDEV", "EPERM", "EACCES", "EEXIST"]);

/**
 * Replaces the text of a file while the lock is still kept: in one step by a rename; and in place where a rename is
 * refused, would break a hard link, or would change the owner of another user's file.
 *
 * @returns whether it is done; `false` when the lock was lost.
 */
export async function replaceText(target: string, text: string, lock: Lock): Promise<boolean> {
  const before = await stat(target).catch(() => undefined);
  let isReplaceable = (before?.nlink ?? 1) === 1;
  try {
    const draft = await open(lock.draft, "wx", 0o600);
    try {
      await writeAt0(draft, new TextEncoder().encode(text));
      const { uid, gid } = await draft.stat();
      const isOther = before !== undefined && (before.uid !== uid || before.gid !== gid);
      if (isOther && !(await chown(draft, before)) && before.uid !== uid) isReplaceable = false;
      await draft.sync();
    } finally {
      await draft.close();
    }
    if (isReplaceable) {
      await rename(lock.draft, target);
      return true;
    }
  } catch (thrown) {
    // The folder of the lock is gone, and the draft with it.
    if (codeOf(thrown) === "ENOENT") return false;
    if (before === undefined || !REFUSALS.has(codeOf(thrown))) throw thrown;
  }
  if (!(await lock.isKept())) return false;
  await writeInPlace(target, text);
  return true;
}

/** Whether the file could be given to the owner of another. */
function chown(file: FileHandle, { uid, gid }: { uid: number; gid: number }): Promise<boolean> {
  return file.chown(uid, gid).then(
    () => true,
    () => false,
  );
}

/**
 * A process that ends in the middle of this leaves half a file. One that reads meanwhile sees the old text or the new
 * one: it is one write, padded with spaces to the old length, which JSON allows; only then the file is cut.
 */
async function writeInPlace(target: string, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  const file = await open(target, "r+");
  try {
    const { size } = await file.stat();
    const padded = new Uint8Array(Math.max(size, bytes.length)).fill(0x20);
    padded.set(bytes);
    await writeAt0(file, padded);
    await file.sync();
    await file.truncate(bytes.length);
    // Only its owner may do so.
    await file.chmod(0o600).catch(() => undefined);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAt0(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, at);
    at += bytesWritten;
  }
}

/** Folders of such names normally live for some milliseconds. */
const OLD_MS = 3_600_000;

/**
 * Removes what killed processes left beside a file: folders of locks that were about to be taken or removed, with drafts
 * that hold secrets. Files that an owner left in the lock itself go with the lock. A folder is old when it differs by an
 * hour from the sign of the lock, by the clock of the file system, which made both.
 */
export async function removeLeftovers(target: string, lock: Lock): Promise<void> {
  const folder = dirname(target);
  const prefix = `${basename(target)}.lock.`;
  try {
    const now = await lstat(lock.sign);
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix) || !/^[\da-f]{16}$/.test(name.slice(prefix.length))) continue;
      const { mtimeMs } = await lstat(join(folder, name));
      if (Math.abs(now.mtimeMs - mtimeMs) > OLD_MS)
        await rm(join(folder, name), { recursive: true, force: true });
    }
  } catch {
    // Another process removes them too, or the lock is lost; the next update tries again.
  }
}
