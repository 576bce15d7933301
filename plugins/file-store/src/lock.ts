import { setTimeout as pause } from "node:timers/promises";
import { type Host, UnavailableError } from "@alicred/core";

/** A lock that this process keeps. */
export interface Lock {
  /** Whether it is still this process's: one that slept for long may have lost it to another. */
  isKept(): boolean;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly timeoutMs: number;
  readonly staleMs: number;
}

// Short, for most locks are kept for a few milliseconds; and by chance, so that the many that wait do not meet again.
const LEAST_PAUSE_MS = 5;
const PAUSE_SPAN_MS = 45;

/**
 * Takes the lock of a file, in the form of a folder, which every system creates in one step. What keeps it is real work,
 * here or in another process: it is waited for in real time, whatever the host's clock shows.
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
  const { default: lockfile } = await import("proper-lockfile");
  for (let waitedMs = 0; ; ) {
    signal?.throwIfAborted();
    let lost = false;
    const onCompromised = (): void => {
      lost = true;
    };
    const options = { realpath: false, retries: 0, stale: staleMs, onCompromised };
    try {
      const release = await lockfile.lock(path, options);
      // Releasing what was lost fails, and nothing is left to release.
      return { isKept: () => !lost, release: () => release().catch(() => undefined) };
    } catch (thrown) {
      if ((thrown as { code?: unknown }).code !== "ELOCKED") throw thrown;
    }
    if (waitedMs >= timeoutMs) throw lockedError(path, timeoutMs);
    const [byte = 0] = random(1);
    const pauseMs = LEAST_PAUSE_MS + (byte / 256) * PAUSE_SPAN_MS;
    // An aborted signal throws its reason above.
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    waitedMs += pauseMs;
  }
}

export function lockedError(path: string, waitedMs: number): UnavailableError {
  return new UnavailableError(
    "FILE_LOCKED",
    `Another process kept the lock of ${path} for more than ${waitedMs} ms. Try again; if no other process is at work, delete the folder ${path}.lock.`,
  );
}
