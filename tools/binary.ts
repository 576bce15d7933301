import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command.ts";
import { rootDir } from "./workspace.ts";

/**
 * A binary that reads `.env` of the folder in which it is run would take credentials from there that nobody asked for; the same
 * goes for what `bunfig.toml` loads.
 */
const SAFE = ["--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];

/** Builds the binary. @returns its path. */
export async function buildBinary(folder: string, target?: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, target?.includes("windows") ? "alicred.exe" : "alicred");
  const options = ["build", "--compile", "--minify", ...SAFE, `--outfile=${outfile}`];
  const targets = target === undefined ? [] : [`--target=${target}`];
  await command(join(rootDir, "node_modules/.bin/bun"), [...options, ...targets, "cli/src/main.ts"], {
    cwd: rootDir,
  });
  return outfile;
}
