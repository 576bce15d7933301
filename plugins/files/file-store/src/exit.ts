import { rmdirSync, rmSync } from "node:fs";
import process from "node:process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The folders to remove, each with the files in it. */
const folders = new Map<string, readonly string[]>();

/**
 * Removes a folder when the process ends by itself or by a signal that nothing else handles, so that nobody waits for a
 * lock that was left behind.
 *
 * @returns a function that lets go of it.
 */
export function removeAtExit(folder: string, files: readonly string[]): () => void {
  if (folders.size === 0) {
    process.on("exit", removeAll);
    for (const signal of SIGNALS) process.on(signal, endBy);
  }
  folders.set(folder, files);
  return () => {
    folders.delete(folder);
    if (folders.size === 0) stopListening();
  };
}

function endBy(signal: NodeJS.Signals): void {
  // A program with a listener of its own decides when to end, perhaps after finishing its work.
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  process.kill(process.pid, signal);
}

function removeAll(): void {
  stopListening();
  for (const [folder, files] of folders) {
    try {
      for (const file of files) rmSync(file, { force: true });
      rmdirSync(folder);
    } catch {
      // It belongs to another process by now, or cannot be removed: the next process waits.
    }
  }
}

function stopListening(): void {
  process.off("exit", removeAll);
  for (const signal of SIGNALS) process.off(signal, endBy);
}
