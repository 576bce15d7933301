import type { Host } from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";
import { type Dependencies, isUnchanged } from "./dependencies.ts";
import type { Mark } from "./mark.ts";

/** A note on a kept session: its binding, and for lists. */
export interface Note {
  readonly dependencies: Dependencies;
  /** The origin of the profile that it came from, as the trace noted it. */
  readonly profileFrom?: string | undefined;
  /** For lists: the profile or the tool that it was asked for. */
  readonly label: string;
}

/** The longest note: what was read for it has a few dozen names. A session with a longer one is not kept. */
const MAX_NOTE_CHARS = 16_384;

/** The text of a note; `undefined` for one that is too long. */
export function encodeNote(note: Note): string | undefined {
  const text = JSON.stringify(note);
  return text.length > MAX_NOTE_CHARS ? undefined : text;
}

/** The note in a text that was decrypted, so that nobody else wrote it; `undefined` for a session without one. */
export function decodeNote(text: string | undefined): Note | undefined {
  return parseJson(text ?? "") as unknown as Note | undefined;
}

/** The note, if everything that its session was made from is still the same. */
export async function acceptedNote(text: string, host: Host, mark: Mark): Promise<Note | undefined> {
  const note = decodeNote(text);
  return note && (await isUnchanged(note.dependencies, host, mark)) ? note : undefined;
}
