import { stat } from "node:fs/promises";
import { nodeHost } from "@alicred/core/host/node";
import { MAX_CONFIG_BYTES } from "@alicred/plugin-kit";

/**
 * The text of a file that an option names, without a byte order mark. A pipe, such as `<(command)`, is read to its end; one
 * into which nobody writes, a device without an end and a file above 32 MiB hold nothing up.
 *
 * @throws what the system says of a file that does not exist
 * @throws {ConfigurationError} `FILE_UNREADABLE` for any other that cannot be read
 */
export async function readGivenText(path: string): Promise<string> {
  // To the host's reader a missing file is an answer.
  await stat(path);
  const text = (await nodeHost().files?.readText(path, MAX_CONFIG_BYTES)) ?? "";
  return text.replace(/^\uFEFF/, "");
}
