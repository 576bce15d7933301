import { ConfigurationError, type Host } from "@alicred/core";

const MAX_BYTES = 65_536;

/**
 * The text of a file that a setting names.
 *
 * @param from says what names the file, in errors
 * @throws {ConfigurationError} `FILE_UNREADABLE` when it is not there, cannot be read or is larger than 64 KiB.
 */
export async function readTextFile({ files }: Host, path: string, from: string): Promise<string> {
  const text = await files?.readText(path, MAX_BYTES);
  if (text !== undefined) return text;
  const problem = files ? "that is not there" : "and this runtime has no file system";
  throw new ConfigurationError("FILE_UNREADABLE", `${from} names a file ${problem}.`);
}
