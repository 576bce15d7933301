import { ConfigurationError, type Host } from "@alicred/core";
import { expandHome, MAX_TEXT_BYTES } from "./home-files.ts";

/**
 * The text of a file that a setting names; a leading `~` is the home folder.
 *
 * @param from says what names the file, in errors
 * @throws {ConfigurationError} `FILE_UNREADABLE` when it is missing, cannot be read or is larger than 64 KiB, and for a
 *   `~` without a home folder.
 */
export async function readTextFile(host: Host, path: string, from: string): Promise<string> {
  const { files } = host;
  const expanded = expandHome(host, path);
  const text = expanded === undefined ? undefined : await files?.readText(expanded, MAX_TEXT_BYTES);
  if (text !== undefined) return text;
  const problem =
    files === undefined
      ? "and this runtime has no file system"
      : expanded === undefined
        ? "in the home folder, and this runtime has none"
        : "that does not exist";
  throw new ConfigurationError("FILE_UNREADABLE", `${from} names a file ${problem}.`);
}
