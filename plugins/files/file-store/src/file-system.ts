import { access, constants, mkdir, readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ConfigurationError, safeIdentifier } from "@alicred/core";

/** The code of an error of the system, or else its name; empty when it has neither. */
export function codeOf(thrown: unknown): string {
  const { code, name } = Object(thrown) as { readonly code?: unknown; readonly name?: unknown };
  return safeIdentifier(code) ?? safeIdentifier(name) ?? "";
}

const REMEDIES: Readonly<Record<string, string>> = {
  EROFS: "It is on a read-only file system: mount that writable",
  EACCES: "Check the permissions of the file and of its folder, in which the lock is made",
  EPERM: "Check the owner and the attributes of the file and of its folder, in which the lock is made",
  EBUSY: "It is mounted by itself or in use: mount its folder instead, or close the other program",
  ENOSPC: "Free some space",
  EDQUOT: "Free some space",
};

/** `FILE_UNWRITABLE` for what a file system refused; the error's own message is left out. */
export function unwritable(path: string, thrown: unknown): ConfigurationError {
  const code = codeOf(thrown);
  const remedy = REMEDIES[code] ?? "Check the file, its folder, and the space left";
  return new ConfigurationError("FILE_UNWRITABLE", `${path} cannot be written (${code}). ${remedy}.`, {
    systemCode: code,
  });
}

/** The number of links that the system itself follows. */
const MOST_LINKS = 40;

/**
 * The file itself where the path is a link to it, even to a file that is still missing; its folder is made where it
 * is missing.
 */
export async function targetOf(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const real = await realpath(target).catch(ifMissing);
    if (real !== undefined) {
      // Replacing a file takes only the folder's permission; a file that is write-protected was meant to be.
      await access(real, constants.W_OK);
      return real;
    }
    const next = await readlink(target).catch(() => undefined);
    if (next === undefined) break;
    target = resolve(await realpath(dirname(target)), next);
  }
  await makeFolder(dirname(target));
  return target;
}

/** Makes a folder, and those above it. By hand: Node's own `recursive` never ends where none can be made, as below `/proc`. */
async function makeFolder(path: string): Promise<void> {
  const made = (): Promise<void> => mkdir(path, { mode: 0o700 });
  try {
    await made();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw thrown;
    await makeFolder(dirname(path));
    // Another process may have been faster.
    await made().catch(ifThere);
  }
}

function ifThere(thrown: unknown): void {
  if (codeOf(thrown) !== "EEXIST") throw thrown;
}

function ifMissing(thrown: unknown): undefined {
  if (codeOf(thrown) !== "ENOENT") throw thrown;
  return undefined;
}
