/**
 * Text files that settings name.
 *
 * @module
 */
import { ConfigurationError, type Host } from "@alicred/core";

/**
 * The most that is read of a file of profiles, 32 MiB: those of organisations with thousands of CloudSSO profiles have
 * several. A larger one is some other file.
 */
export const MAX_CONFIG_BYTES = 33_554_432;

/** The most that is read of a file with one token, key or document: 64 KiB. */
const MAX_TEXT_BYTES = 65_536;

/** The path with a leading `~` replaced, or `undefined` when that needs a home folder and there is none. */
export function expandHome(host: Host, path: string): string | undefined {
  if (!/^~($|[/\\])/.test(path)) return path;
  const home = host.homeDirectory?.();
  return home && home + path.slice(1);
}

/**
 * Added to a message about a name that was not found in a text: nothing, or that the text was not UTF-8, so that the
 * name may be there in other bytes.
 */
export function encodingNote(text: string): string {
  return text.includes("\uFFFD") ? " (the file is not UTF-8: save it as UTF-8)" : "";
}

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
