import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What a search for a program came to. */
export type Search =
  | { readonly kind: "found"; readonly path: string }
  /** It needs a shell of Windows, whose rules for arguments are its own. */
  | { readonly kind: "batch"; readonly path: string }
  | { readonly kind: "not-runnable"; readonly path: string }
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
  let refused: string | undefined;
  for (const folder of folders)
    for (const ending of endings) {
      const path = hasPath ? name + ending : join(folder || ".", name + ending);
      if (!isFile(path)) {
        // A folder cannot be run, but it exists.
        if (hasPath && existsSync(path)) refused ??= path;
        continue;
      }
      if (isWindows && !/\.\w+$/.test(path)) continue;
      if (isWindows && /\.(?:cmd|bat)$/i.test(path)) return { kind: "batch", path };
      if (isRunnable(path)) return { kind: "found", path };
      refused ??= path;
    }
  return refused === undefined ? { kind: "missing" } : { kind: "not-runnable", path: refused };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The beginnings of files that the system runs by itself: those of Linux, and of macOS. */
const MAGIC = ["7f454c46", "cffaedfe", "cafebabe"];

/**
 * Whether this process may become the program: it is one of the system's own, or a script whose interpreter exists. The
 * attempt cannot be undone if it fails.
 */
export function canBecome(path: string): boolean {
  let head: Buffer;
  try {
    const file = openSync(path, "r");
    try {
      head = Buffer.alloc(256);
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // What may be run and not read is run in another way.
    return false;
  }
  if (MAGIC.includes(head.toString("hex", 0, 4))) return true;
  const [, interpreter] = /^#! *(\S+)/.exec(head.toString("latin1")) ?? [];
  return interpreter !== undefined && isRunnable(interpreter);
}
