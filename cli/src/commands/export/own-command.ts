import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandOptions } from "../../command/options.ts";
import { resolveModule } from "../../command/resolve-module.ts";
import { findProgram } from "../exec/find-program.ts";

/** The options of `resolve` that decide about the identity. */
export type Wanted = Pick<
  CommandOptions,
  "profile" | "configFile" | "as" | "providerConfig" | "providerAlias" | "compat" | "plugin"
>;

/**
 * The command line by which another tool asks alicred, as `process_command` is split: without a shell, quotes hold
 * together. It names alicred as it is found in `PATH`, else this program by its path. Files are named by absolute paths,
 * because the tool runs elsewhere.
 */
export function ownCommand(wanted: Wanted): string {
  const { profile, configFile, as, providerConfig, providerAlias, compat, plugin } = wanted;
  const self = findProgram("alicred", process.env).kind === "found" ? ["alicred"] : ownProgram();
  const option = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [name, value];
  const words = [
    ...self,
    "resolve",
    ...option("--profile", profile),
    ...option("--as", as),
    ...option("--config-file", configFile && resolve(configFile)),
    ...option("--provider-config", providerConfig && resolve(providerConfig)),
    ...option("--provider-alias", providerAlias),
    ...option("--compat", compat),
    ...plugin.flatMap((module) => option("--plugin", fileOf(module))),
    "--format",
    "external",
  ];
  return words.map((word) => quoted(word)).join(" ");
}

/** The file of a module, which is found from the working folder. */
function fileOf(module: string): string {
  const url = resolveModule(module, process.cwd());
  return url === undefined ? module : fileURLToPath(url);
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
