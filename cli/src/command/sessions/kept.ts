import type { Host } from "@alicred/core";
import { listSessions } from "./store.ts";

/**
 * Until when a session of each profile of a file is kept between runs, in epoch milliseconds, by the profile's name. Where
 * the sessions cannot be opened, none is known.
 *
 * @param path the file of the profiles
 */
export async function keptUntil(host: Host, path: string): Promise<ReadonlyMap<string, number>> {
  const sessions = await listSessions(host).catch(() => []);
  const ends = new Map<string, number>();
  for (const { opened, expiresAtMs } of sessions)
    if (opened !== undefined && path in opened.note.dependencies.files)
      ends.set(opened.note.label, Math.max(expiresAtMs, ends.get(opened.note.label) ?? 0));
  return ends;
}
