import { join } from "node:path";
import type { Host } from "@alicred/core";

/**
 * The folder of kept sessions: `alicred` in `XDG_CACHE_HOME`, in `LOCALAPPDATA` on Windows, else in `~/.cache`.
 *
 * @returns `undefined` without a home folder
 */
export function cacheFolder({ env, homeDirectory }: Host): string | undefined {
  const home = homeDirectory?.();
  const base =
    env?.("XDG_CACHE_HOME") ||
    (process.platform === "win32" ? env?.("LOCALAPPDATA") : undefined) ||
    (home === undefined ? undefined : join(home, ".cache"));
  return base === undefined ? undefined : join(base, "alicred");
}

/** The file that says where the key is. */
export function keyFile(folder: string): string {
  return join(folder, "key.json");
}

/** The folder of the entries. */
export function entriesFolder(folder: string): string {
  return join(folder, "sessions");
}
