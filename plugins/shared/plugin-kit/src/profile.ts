/**
 * A profile of a configuration file, and the codes of errors about profiles, logins and files.
 *
 * @module
 */
import type { CredentialSource, ResolveContext } from "@alicred/core";

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

/**
 * The codes that plugins add to those of the kernel: about profiles, logins, and files that are written. Codes are
 * stable; messages are not. This package's README lists their class, and what to do.
 */
export type ProfileErrorCode =
  /** The file has no profile of this name. */
  | "PROFILE_NOT_FOUND"
  /** The profile has a mode that no registered plugin understands. */
  | "UNKNOWN_PROFILE_MODE"
  /** Profiles refer to each other in a circle. */
  | "PROFILE_CYCLE"
  /** A file, or its folder, cannot be written. */
  | "FILE_UNWRITABLE"
  /** Another process has kept a file locked for too long. */
  | "FILE_LOCKED"
  /** The source has no access key by design: a bearer token, or anonymous calls. */
  | "NO_ACCESS_KEY"
  /** A variable switches off what the source needs: child processes, or ECS metadata. */
  | "PERMISSION_DENIED"
  /** A login has expired or was revoked. A person has to sign in again. */
  | "LOGIN_REQUIRED"
  /** The person, or the service for them, refused a sign-in. */
  | "LOGIN_DENIED"
  /** Nobody completed a sign-in in time. */
  | "LOGIN_EXPIRED";
