import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { ConfigurationError } from "@alicred/core";
import type { ProviderBlock } from "@alicred/presets/terraform";
import type { CommandOptions } from "./program.ts";
import type { SourceOptions } from "./sources.ts";

const HINT = "Give the arguments of one provider block as a JSON object.";

/**
 * The options with the provider block that `--provider-config` names, a file or `-` for standard input.
 *
 * @throws {ConfigurationError} for options that exclude each other, and a file that cannot be read or is not JSON.
 */
export async function withProviderBlock(options: CommandOptions): Promise<SourceOptions> {
  const { as, profile, configFile, providerConfig, compat } = options;
  if (as === "edge" && (profile !== undefined || configFile !== undefined))
    throw unusable("--as edge reads no files. Leave out --profile and --config-file.");
  if (as !== undefined && as !== "terraform") {
    const [misplaced] = [providerConfig && "--provider-config", compat && "--compat"].filter(Boolean);
    if (misplaced) throw unusable(`${misplaced} is for --as terraform, not ${as}.`);
  }
  if (providerConfig === undefined) return options;
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
  let parsed: unknown;
  try {
    parsed = JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch {
    // The parser's own message quotes the text.
    throw unusable(`${name} is not valid JSON. ${HINT}`);
  }
  const block = unwrap(parsed);
  if (!isObject(block)) throw unusable(`${name} holds no provider block. ${HINT}`);
  return block;
}

/** Terraform's own JSON has the block at `provider.alicloud`. */
function unwrap(json: unknown): unknown {
  return isObject(json) && isObject(json["provider"]) ? json["provider"]["alicloud"] : json;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unusable(message: string): ConfigurationError {
  return new ConfigurationError("INVALID_OPTION", message);
}
