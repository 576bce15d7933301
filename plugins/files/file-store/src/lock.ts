import { mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { clearInterval, setInterval } from "node:timers";
import { setTimeout as pause } from "node:timers/promises";
import { type Host, UnavailableError } from "@alicred/core";
import { removeAtExit } from "./exit.ts";
import { codeOf } from "./file-system.ts";

/** A lock that this process keeps. */
export interface Lock {
  /**
   * Where to write the text that will replace the file. The path lies in the lock's folder, which a process that takes the lock
   * over moves away first: renaming this file to its place succeeds only while the lock is kept.
   */
  readonly draft: string;
  /** A file that this process wrote recently, which shows the time of the file system. */
  readonly sign: string;
  /** Whether this process still has it: one that slept for long may have lost it to another. */
  isKept(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly timeoutMs: number;
  readonly staleMs: number;
}

/** The signs of life of a lock that is kept come four times within the shortest `staleMs` that can be set. */
const SIGN_EVERY_MS = 500;
// Short, because most locks are kept for a few milliseconds; and jittered, so that waiters do not collide again.
const LEAST_PAUSE_MS = 5;
const PAUSE_SPAN_MS = 45;
/** How often the folder of a lock is removed at most, within half a second. */
const RELEASE_ATTEMPTS = 14;
/** The most that counts of the time between two looks: while this process stood still, it saw nothing. */
const LONGEST_STEP_MS = 500;

/**
 * Takes the lock of a file: the folder `<file>.lock`, which holds a file with a random name, the sign of its owner.
 *
 * It does not depend on any clock, here or on another machine that shares the folder:
 * - The folder is made complete under another name and renamed, which succeeds for one process alone.
 * - Its owner counts up in the sign. A lock is left behind when it did not change in any way while this process looked
 *   at it for `staleMs` of its own time. No time of a file and no wall clock is compared.
 * - A lock that was left behind is renamed away, which again succeeds for one alone. One that turns out to be another,
 *   taken in the meantime, is put back.
 * - An owner who was only asleep finds its draft gone with the folder, so that it cannot write any more.
 *
 * @throws {UnavailableError} `FILE_LOCKED` after the time for waiting; the reason of an aborted `signal`; or the
 *   error of the file system, when the folder cannot be created.
 */
export async function takeLock(
  { random }: Host,
  path: string,
  { timeoutMs, staleMs }: LockOptions,
  signal: AbortSignal | undefined,
): Promise<Lock> {
  const place = `${path}.lock`;
  let seen: string | undefined;
  let unchangedMs = 0;
  let waitedMs = 0;
  for (let at = performance.now(); ; ) {
    signal?.throwIfAborted();
    const before = seen;
    // A new name for each attempt: on Windows a folder that was removed may still be there for as long as somebody looks into it.
    const owner = Array.from(random(8), (byte) => byte.toString(16).padStart(2, "0")).join("");
    seen = await look(place);
    if (seen === undefined && (await occupy(place, owner))) return keep(place, owner);
    const now = performance.now();
    const stepMs = Math.min(now - at, LONGEST_STEP_MS);
    at = now;
    unchangedMs = seen === before ? unchangedMs + stepMs : 0;
    waitedMs += stepMs;
    if (seen !== undefined && unchangedMs >= staleMs) {
      await evict(place, seen, owner);
      unchangedMs = 0;
      continue;
    }
    if (waitedMs >= timeoutMs) throw lockedError(path, timeoutMs);
    const [byte = 0] = random(1);
    // An aborted signal throws its reason above.
    await pause(LEAST_PAUSE_MS + (byte / 256) * PAUSE_SPAN_MS, undefined, { signal }).catch(() => undefined);
  }
}

export function lockedError(path: string, waitedMs: number): UnavailableError {
  return new UnavailableError(
    "FILE_LOCKED",
    `Another process kept the lock of ${path} for more than ${waitedMs} ms. Try again; if no other process is at work, delete the folder ${path}.lock.`,
  );
}

/** Everything visible of a lock, as one text; `undefined` without a lock. */
async function look(place: string): Promise<string | undefined> {
  try {
    const [sign, ...others] = (await readdir(place)).sort();
    if (sign !== undefined)
      return JSON.stringify([sign, others, await readFile(join(place, sign), "utf8").catch(codeOf)]);
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return undefined;
    if (!/^(ENOTDIR|EPERM|EBUSY)$/.test(codeOf(thrown))) throw thrown;
  }
  // An empty folder, or a file: another program's lock. Or, on Windows, one that is just being removed.
  return stat(place).then(({ mtimeMs }) => String(mtimeMs), codeOf);
}

/** Takes the lock. Returns whether it succeeded: others may have been faster. */
async function occupy(place: string, owner: string): Promise<boolean> {
  const prepared = `${place}.${owner}`;
  await mkdir(prepared, { mode: 0o700 });
  try {
    await writeFile(join(prepared, owner), "0", { mode: 0o600 });
    await rename(prepared, place);
    return true;
  } catch (thrown) {
    await rm(prepared, { recursive: true, force: true });
    // Windows says EPERM where a folder exists.
    const isTaken = /^(EEXIST|ENOTEMPTY|EPERM|EACCES|EBUSY)$/.test(codeOf(thrown));
    if ((await look(place)) === undefined && !isTaken) throw thrown;
    return false;
  }
}

/** Removes a lock that looks as it was seen. */
async function evict(place: string, seen: string, owner: string): Promise<void> {
  const away = `${place}.${owner}`;
  if ((await look(place)) !== seen) return;
  try {
    await rename(place, away);
  } catch {
    // Another process was faster, or reads it at this moment.
    return;
  }
  // If the place has been taken meanwhile, its owner begins again when it cannot write.
  const isOther = (await look(away)) !== seen;
  if (isOther && (await rename(away, place).then(...isDone))) return;
  await rm(away, { recursive: true, force: true });
}

function keep(place: string, owner: string): Lock {
  const sign = join(place, owner);
  const draft = `${sign}.json`;
  let count = 0;
  const beat = setInterval(() => {
    count += 1;
    // `r+` creates no file, so that nothing is left of a lock that is lost.
    void writeFile(sign, String(count), { flag: "r+" }).catch(() => undefined);
  }, SIGN_EVERY_MS);
  beat.unref();
  const forget = removeAtExit(place, [draft, sign]);
  return {
    sign,
    draft,
    isKept: () => stat(sign).then(...isDone),
    async release() {
      clearInterval(beat);
      forget();
      await unlink(draft).catch(() => undefined);
      // A lost lock belongs to another process by now: its folder is not empty.
      if (!(await unlink(sign).then(...isDone))) return;
      // Windows keeps a folder for as long as another process looks into it, which takes a moment.
      for (let attempt = 1; !(await rmdir(place).then(...isDone)) && attempt < RELEASE_ATTEMPTS; attempt++)
        await pause(LEAST_PAUSE_MS * attempt);
    },
  };
}

/** For `then`: whether something succeeded. */
const isDone: readonly [() => true, () => false] = [() => true, () => false];
