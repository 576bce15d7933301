// The packages as they are published.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "../../tools/command.ts";
import { fileName, rootDir } from "../../tools/workspace.ts";

const folder = join(rootDir, "build/packages");
let isBuilt = false;

/**
 * The tarballs, which are built if they are missing.
 *
 * @param fresh whether they are built anew in any case, once in this process
 */
export async function tarballs(fresh: boolean): Promise<readonly string[]> {
  if (!existsSync(folder) || (fresh && !isBuilt)) {
    await command("npm", ["run", "--silent", "build"], { cwd: rootDir, timeoutMs: 600_000 });
    isBuilt = true;
  }
  return readdirSync(folder).map((file) => join(folder, file));
}

/** The bytes of a published package once it is unpacked. */
export function unpackedBytes(packageName: string): number {
  const [file] = readdirSync(folder).filter((name) => name.replace(/-\d.*/, "") === fileName(packageName));
  if (file === undefined) throw new Error(`build/packages has no tarball of ${packageName}`);
  const listed = execFileSync("tar", ["-tvzf", join(folder, file)], { encoding: "utf8" });
  return [...listed.matchAll(/^-\S+\s+\S+\s+(\d+) /gm)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}
