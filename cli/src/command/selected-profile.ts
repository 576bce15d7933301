import type { Host } from "@alicred/core";
import { type ProfileFields, SELECTING_VARIABLES } from "@alicred/plugin-kit";
import { presentFields, selectProfile } from "@alicred/shared-config";

/** The profile that a command is about. */
export interface ChosenProfile {
  readonly name: string;
  /** Its fields that are not empty. */
  readonly fields: ProfileFields;
}

/**
 * The profile that was named, else that of the variables, else the file's current one.
 *
 * @returns `undefined` when nobody named one and the file has none to choose.
 * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, with the nearest names; `FILE_UNREADABLE`, `INVALID_CONFIGURATION`.
 */
export async function chosenProfile(
  host: Host,
  profile: string | undefined,
  configFile: string | undefined,
): Promise<ChosenProfile | undefined> {
  const { any } = SELECTING_VARIABLES;
  const selected = await selectProfile(host, {
    profile,
    configFile,
    profileVariables: any.profile,
    configFileVariables: any.configFile,
  });
  if (selected.kind === "none") return undefined;
  if (selected.kind === "lacking") throw selected.error;
  return { name: selected.name, fields: presentFields(selected.profiles[0]) };
}
