import { RefusedError, safeIdentifier } from "@alicred/core";

/** A login that only a person can renew. */
export interface Login {
  /** The mode of the profile: `OAuth`, `CloudSSO`. */
  readonly mode: string;
  /** The profile; absent when the tokens were given in code. */
  readonly profile?: string | undefined;
}

/** The error that asks a person to sign in again, with the command to type. */
export function loginRequired(
  { mode, profile }: Login,
  why: string,
  details: { readonly status?: number; readonly serverCode?: unknown; readonly requestId?: unknown } = {},
): RefusedError {
  const message =
    profile === undefined
      ? `${mode}: ${why}. Sign in again and pass the new tokens.`
      : `profile "${profile}": ${why}. Sign in again: alicred login ${quote(profile)}`;
  return new RefusedError("LOGIN_REQUIRED", message, {
    status: details.status,
    serverCode: safeIdentifier(details.serverCode),
    requestId: safeIdentifier(details.requestId),
  });
}

/** The error for a sign-in that the person, or the service for them, refused. */
export function loginDenied(what: string): RefusedError {
  return new RefusedError(
    "LOGIN_DENIED",
    `${what}: the sign-in was refused in the browser. Nothing was changed.`,
  );
}

/** The error for a sign-in that nobody completed in time. */
export function loginExpired(what: string): RefusedError {
  return new RefusedError("LOGIN_EXPIRED", `${what}: nobody signed in before the code ended. Start again.`);
}

/** A word of a command line that a person is to type, in quotes where a POSIX shell needs them. */
export function quote(word: string): string {
  return /^[\w.@:/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
