import { lstat, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Lock } from "./lock.ts";

/** Names of this kind live for some milliseconds. */
const OLD_MS = 3_600_000;

/**
 * Removes what killed processes left beside a file: folders of locks, with drafts that hold secrets, which were about to
 * be taken or removed. What an owner left in the lock itself goes with the lock. Old is what differs by an hour from the
 * sign of the lock, by the clock of the file system, which made both.
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
    // Another process removes them too, or the lock is lost; there is a next time.
  }
}
