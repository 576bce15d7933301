import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { ConfigurationError, type Host } from "@alicred/core";
import type { ProviderBlock } from "@alicred/presets/terraform";
import { wrongUse } from "./command-error.ts";
import { readGivenText } from "./given-text.ts";
import { providerText } from "./terraform/text.ts";

/**
 * The provider block of a Terraform folder, of a file with JSON, or of standard input for `-`.
 *
 * @param alias the alias of the block, in a folder
 * @throws {ConfigurationError} for a path that cannot be read, that is not what it must be or has no block.
 */
export async function readProviderBlock(
  path: string,
  alias: string | undefined,
  host: Pick<Host, "env">,
): Promise<ProviderBlock> {
  const messages = providerText();
  const isFolder = path !== "-" && (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) {
    const { providerBlockOf } = await import("./terraform/block.ts");
    return providerBlockOf(path, alias, host);
  }
  if (alias !== undefined) throw wrongUse(messages.aliasNeedsFolder);
  if (path.endsWith(".tf")) throw wrongUse(messages.partOfFolder(path, dirname(path)));
  const name = path === "-" ? messages.standardInput : path;
  let json: string;
  try {
    json = path === "-" ? await text(process.stdin) : await readGivenText(path);
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) throw thrown;
    throw new ConfigurationError("FILE_UNREADABLE", messages.unreadable(name));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch {
    // The parser's own message quotes the text.
    throw wrongUse(messages.notJson(name));
  }
  const block = unwrap(parsed);
  if (!isObject(block)) throw wrongUse(messages.noBlock(name));
  // An expression names things that are in other files.
  if (path.endsWith(".tf.json") && JSON.stringify(block).includes("${"))
    throw wrongUse(messages.partOfFolder(path, dirname(path)));
  return block;
}

/** Terraform's own JSON has the block at `provider.alicloud`. */
function unwrap(json: unknown): unknown {
  return isObject(json) && isObject(json["provider"]) ? json["provider"]["alicloud"] : json;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
