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
