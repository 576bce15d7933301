import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.ts";
import { rootDir } from "./workspace.ts";

/** Builds the single-file binary. @returns its path. */
export async function buildBinary(folder: string, target?: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, target?.includes("windows") ? "alicred.exe" : "alicred");
  const targets = target === undefined ? [] : [target];
  const program = ["tools/binary-bundle.js", outfile, ...targets];
  await command(join(rootDir, "node_modules/.bin/bun"), program, { cwd: rootDir });
  return outfile;
}
