import type { Host } from "@alicred/core";

/**
 * The most that is read of a file of profiles, 32 MiB: those of organisations with thousands of CloudSSO profiles have
 * several. A larger one is some other file.
 */
export const MAX_CONFIG_BYTES = 33_554_432;

/** The most that is read of a file with one token, key or document: 64 KiB. */
export const MAX_TEXT_BYTES = 65_536;

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
