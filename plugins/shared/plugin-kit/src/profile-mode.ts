/**
 * Profile modes: what turns profiles of configuration files into sources, and who provides it.
 *
 * @module
 */
import { ConfigurationError, type CredentialSource, type Plugin, type Rule } from "@alicred/core";
import type { Profile } from "./profile.ts";
import type { ProfileLogin } from "./profile-login.ts";

/** A plugin with its profile modes, whatever its options are. */
export type ProfilePlugin = Pick<Plugin<never, unknown, ProfileMode>, "name" | "profileModes">;

/** Turns one profile of `config.json` into a source. */
export interface ProfileMode {
  /** The canonical spelling of the profile's `mode`: `AK`, `RamRoleArn`, … */
  readonly mode: string;
  /**
   * The fields that every profile of this mode has: one that names no mode is recognised by them. Default: none, and such
   * a profile is never of this mode.
   */
  readonly fields?: readonly string[];
  /** The fields that a profile of this mode may have besides, for commands that write profiles and check them. Default: none. */
  readonly optionalFields?: readonly string[];
  /**
   * @throws {ConfigurationError} when the profile lacks a field of this mode or has an unusable one; the message
   *   names profile and field, never a value.
   */
  readonly source: (profile: Profile) => CredentialSource;
  /** How a person signs in for such a profile, for `alicred login`. Default: there is nothing to log in to. */
  readonly login?: ProfileLogin | undefined;
}

/** A profile mode, or a plugin, which stands for all of its modes. */
export type ModeProvider = ProfileMode | ProfilePlugin;

/** Rule for a list of mode providers. */
export const modeProviders: Rule = {
  accepts: isListOfProviders,
  complaint: "is not a list of plugins and profile modes",
};

/**
 * The modes that these provide, in their order, each once.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when two different ones have the same name, in whatever case: which of
 *   them is meant would depend on their order.
 */
export function profileModesOf(providers: readonly ModeProvider[]): readonly ProfileMode[] {
  const modes = new Map<string, ProfileMode>();
  for (const mode of providers.flatMap((each) => ("mode" in each ? each : each.profileModes))) {
    const name = mode.mode.toLowerCase();
    if ((modes.get(name) ?? mode) !== mode) {
      const message = `modes: two providers of the mode "${mode.mode}". Leave one of them out.`;
      throw new ConfigurationError("INVALID_OPTION", message);
    }
    modes.set(name, mode);
  }
  return [...modes.values()];
}

function isListOfProviders(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((each) => {
      const { mode, name, source, profileModes = [] }: Readonly<Record<string, unknown>> = Object(each);
      return (
        typeof source === "function" && typeof (mode ?? name) === "string" && isListOfProviders(profileModes)
      );
    })
  );
}
