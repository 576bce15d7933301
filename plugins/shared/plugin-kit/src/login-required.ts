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
      : `profile "${profile}": ${why}. Sign in again: aliyun configure --mode ${mode} --profile ${quote(profile)}`;
  return new RefusedError("LOGIN_REQUIRED", message, {
    status: details.status,
    serverCode: safeIdentifier(details.serverCode),
    requestId: safeIdentifier(details.requestId),
  });
}

/** A word of a command line that a person is to type, in quotes where a POSIX shell needs them. */
export function quote(word: string): string {
  return /^[\w.@:/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
