import { type FileHandle, open, rename, stat } from "node:fs/promises";
import { codeOf } from "./errors.ts";
import type { Lock } from "./lock.ts";

/**
 * The codes of a rename that is refused where writing may not be: the file is a mount of its own (`EBUSY`, `EXDEV`), is
 * another's in a folder such as `/tmp` (`EPERM`), or is open in another program on Windows.
 */
const REFUSALS: ReadonlySet<string> = new Set(["EBUSY", "EXDEV", "EPERM", "EACCES"]);

/**
 * Replaces the text of a file, as far as the lock is still kept: in one step by a rename; and in place where a rename is
 * refused, or would break a hard link or make the file of somebody else one's own.
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
    // The folder of the lock is gone, and with it the draft.
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
 * A process that ends in the midst of this leaves half a file. One that reads meanwhile sees the old text or the new
 * one: it is one write, with spaces for what the old one had more, which JSON allows; only then the file is cut.
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
