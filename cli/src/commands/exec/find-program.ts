import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The result of a search for a program. */
export type Search =
  | { readonly kind: "found"; readonly path: string }
  /** It needs a shell of Windows, whose rules for arguments are its own. */
  | { readonly kind: "batch"; readonly path: string }
  | { readonly kind: "not-runnable"; readonly path: string }
  | { readonly kind: "not-file"; readonly path: string }
  | { readonly kind: "missing" };

/** Where programs are looked for if no variable says so. */
const DEFAULT_PATH = "/usr/bin:/bin";

/**
 * Finds a program as a shell does: by its path if the name has a slash, else in the folders of `PATH`.
 *
 * @param env the environment of this process
 */
export function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): Search {
  const isWindows = platform === "win32";
  const endings = isWindows ? ["", ...(env["PATHEXT"] ?? ".COM;.EXE;.BAT;.CMD").split(";")] : [""];
  const hasPath = name.includes("/") || (isWindows && name.includes("\\"));
  // An empty folder of PATH is the working folder.
  const folders = hasPath ? [""] : (env["PATH"] ?? env["Path"] ?? DEFAULT_PATH).split(delimiter);
  let refused: Search | undefined;
  for (const folder of folders)
    for (const ending of endings) {
      const path = hasPath ? name + ending : join(folder || ".", name + ending);
      if (!isFile(path)) {
        // A folder cannot be run, but it exists.
        if (hasPath && existsSync(path)) refused ??= { kind: "not-file", path };
        continue;
      }
      if (isWindows && !/\.\w+$/.test(path)) continue;
      if (isWindows && /\.(?:cmd|bat)$/i.test(path)) return { kind: "batch", path };
      if (isRunnable(path)) return { kind: "found", path };
      refused ??= { kind: "not-runnable", path };
    }
  return refused ?? { kind: "missing" };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether this user may run a file. */
export function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
