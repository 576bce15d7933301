import { constants } from "node:fs";
import { access, mkdir, readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { codeOf } from "./errors.ts";

/** As many as the system itself follows. */
const MOST_LINKS = 40;

/**
 * The file itself where the path is a link to it, even to a file that is still missing; its folder is made where there
 * is none.
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
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  return target;
}

function ifMissing(thrown: unknown): undefined {
  if (codeOf(thrown) !== "ENOENT") throw thrown;
  return undefined;
}
