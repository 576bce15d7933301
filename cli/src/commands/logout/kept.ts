import type { Host } from "@alicred/core";
import { textOf } from "@alicred/plugin-kit";
import { type FileProfile, readProfiles } from "../../command/config-file.ts";
import { clearSessions } from "../../command/sessions/store.ts";

/** The name of a session that was asked for without a profile. */
const WITHOUT_PROFILE = "default";

/**
 * Removes the sessions that are kept between runs of these profiles, and of those that lead to them.
 *
 * @returns how many
 */
export async function dropKeptSessions(
  host: Host,
  configFile: string | undefined,
  names: readonly string[],
): Promise<number> {
  const { profiles, current } = await readProfiles(host, configFile);
  const standing = standingOn(profiles, names);
  if (current !== undefined && standing.has(current)) standing.add(WITHOUT_PROFILE);
  // One that cannot be removed is of no use either: it is bound to the tokens that are gone.
  return clearSessions(host, [...standing]).catch(() => 0);
}

/** The names, and those of profiles that lead to them over any number of others. */
function standingOn(profiles: readonly FileProfile[], names: readonly string[]): Set<string> {
  const found = new Set(names);
  let size = 0;
  while (size !== found.size) {
    size = found.size;
    for (const { name, fields } of profiles) if (found.has(textOf(fields["source_profile"]))) found.add(name);
  }
  return found;
}
