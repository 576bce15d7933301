import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { ConfigurationError } from "@alicred/core";
import type { ProviderBlock } from "@alicred/presets/terraform";
import type { CommandOptions } from "./program.ts";
import type { SourceOptions } from "./sources.ts";

/**
 * The options with the provider block that `--provider-config` names, a file or `-` for standard input.
 *
 * @throws {ConfigurationError} for options that exclude each other, and a file that cannot be read or is not JSON.
 */
export async function withProviderBlock(options: CommandOptions): Promise<SourceOptions> {
  const { as, profile, configFile, providerConfig } = options;
  if (as === "edge" && (profile !== undefined || configFile !== undefined))
    throw unusable("--as edge reads no files. Leave out --profile and --config-file.");
  if (providerConfig === undefined) return options;
  if (as !== undefined && as !== "terraform")
    throw unusable(`--provider-config is for --as terraform, not ${as}.`);
  return { ...options, providerBlock: await readBlock(providerConfig) };
}

async function readBlock(path: string): Promise<ProviderBlock> {
  const name = path === "-" ? "standard input" : path;
  let json: string;
  try {
    json = path === "-" ? await text(process.stdin) : await readFile(path, "utf8");
  } catch {
    throw new ConfigurationError(
      "FILE_UNREADABLE",
      `${name} cannot be read. Check the path of --provider-config.`,
    );
  }
  try {
    return JSON.parse(json) as ProviderBlock;
  } catch {
    // The parser's own message quotes the text.
    throw unusable(`${name} is not valid JSON. Give the arguments of the provider block as one JSON object.`);
  }
}

function unusable(message: string): ConfigurationError {
  return new ConfigurationError("INVALID_OPTION", message);
}
