import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { ConfigurationError } from "@alicred/core";
import type { ProviderBlock } from "@alicred/presets/terraform";

const HINT = "Give the arguments of one provider block as a JSON object.";

/**
 * The provider block of a file, or of standard input for `-`.
 *
 * @throws {ConfigurationError} for a file that cannot be read, is not JSON or has no block.
 */
export async function readProviderBlock(path: string): Promise<ProviderBlock> {
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
    throw new ConfigurationError("INVALID_OPTION", `${name} is not valid JSON. ${HINT}`);
  }
  const block = unwrap(parsed);
  if (!isObject(block))
    throw new ConfigurationError("INVALID_OPTION", `${name} holds no provider block. ${HINT}`);
  return block;
}

/** Terraform's own JSON has the block at `provider.alicloud`. */
function unwrap(json: unknown): unknown {
  return isObject(json) && isObject(json["provider"]) ? json["provider"]["alicloud"] : json;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
