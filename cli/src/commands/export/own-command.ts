import { resolve } from "node:path";
import { findProgram } from "../exec/find-program.ts";

/** What a tool must resolve. */
export interface Wanted {
  readonly profile?: string | undefined;
  readonly configFile?: string | undefined;
  readonly as?: string | undefined;
}

/**
 * The command line by which another tool asks alicred, as `process_command` is split: without a shell, quotes hold
 * together. It names alicred as it is found in `PATH`, else this program by its path.
 */
export function ownCommand({ profile, configFile, as }: Wanted): string {
  const self = findProgram("alicred", process.env).kind === "found" ? ["alicred"] : ownProgram();
  const words = [
    ...self,
    "resolve",
    ...(profile === undefined ? [] : ["--profile", profile]),
    ...(as === undefined ? [] : ["--as", as]),
    ...(configFile === undefined ? [] : ["--config-file", resolve(configFile)]),
    "--format",
    "external",
  ];
  return words.map((word) => quoted(word)).join(" ");
}

/** This program by its path. In the binary that is made by Bun, the script is a part of it. */
function ownProgram(): readonly string[] {
  const [, script = "alicred"] = process.argv;
  const isBinary = /^(?:\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/.test(script);
  return isBinary ? [process.execPath] : [process.execPath, ...process.execArgv, resolve(script)];
}

/** A word in quotes where it needs them; on Windows, backslashes stand for themselves. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (process.platform === "win32") return `"${word.replaceAll('"', '\\"')}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
