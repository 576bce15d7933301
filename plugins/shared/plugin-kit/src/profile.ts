/**
 * `ProfileMode`: what turns one profile of `config.json` into a source.
 *
 * @module
 */
import type { CredentialSource, Plugin, ResolveContext } from "@alicred/core";
import type { ProfileLogin } from "./profile-login.ts";

/** A plugin with its profile modes, whatever its options are. */
export type ProfilePlugin = Pick<Plugin<never, unknown, ProfileMode>, "name" | "profileModes">;

/** Turns one profile of `config.json` into a source. */
export interface ProfileMode {
  /** The canonical spelling of the profile's `mode`: `AK`, `RamRoleArn`, … */
  readonly mode: string;
  /**
   * The fields that a profile of this mode has, those that tell it from other modes first, for profiles that do not name
   * their mode. Default: none, and such a profile is never of this mode.
   */
  readonly fields?: readonly string[];
  /**
   * @throws {ConfigurationError} when the profile lacks a field of this mode or has an unusable one; the message
   *   names profile and field, never a value.
   */
  readonly source: (profile: Profile) => CredentialSource;
  /** How a person signs in for such a profile, for `alicred login`. Default: there is nothing to log in to. */
  readonly login?: ProfileLogin | undefined;
}

/** One profile, as a mode sees it. */
export interface Profile {
  readonly name: string;
  /** The fields in the file, including unknown ones; an empty or null one counts as absent. */
  readonly fields: ProfileFields;
  /**
   * The source of another profile in the same file.
   *
   * @throws {ConfigurationError} `PROFILE_NOT_FOUND`, or `PROFILE_CYCLE` when that profile leads back to this one.
   */
  readonly sourceOf: (profileName: string) => CredentialSource;
  /**
   * The source for these fields, of their `mode`, in place of the profile's own. What it wants to keep stays in memory.
   *
   * @throws {ConfigurationError} `UNKNOWN_PROFILE_MODE`, or `PROFILE_CYCLE` when such fields lead to such fields again.
   */
  readonly sourceOfFields: (fields: ProfileFields) => CredentialSource;
  /**
   * Changes fields of this profile in its file, and leaves everything else there as it is. Other processes that change
   * the file wait meanwhile. If the file cannot be written, the fields are kept in this process, and the event
   * `not-saved` says so.
   *
   * @param change gets the current fields, and returns those that change; `undefined` removes one. It may take its
   *   time, as long as it ends. Also gets why the fields will be lost with a process that ends soon
   *   (`Host.shortLived`); `undefined` when they will be kept.
   * @returns the fields afterwards.
   * @throws {AlicredError} `FILE_LOCKED`, before `change` is called; or what `change` throws.
   */
  readonly update: (
    context: ResolveContext,
    change: (latest: ProfileFields, loss?: string) => Promise<ProfileFields>,
  ) => Promise<ProfileFields>;
}

export type ProfileFields = Readonly<Record<string, unknown>>;
