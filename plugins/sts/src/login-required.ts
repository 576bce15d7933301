import { RefusedError } from "@alicred/core";
import { identifier } from "./errors.ts";

/** A login that only a person can renew. */
export interface Login {
  /** The source that asks for it. */
  readonly source: string;
  /** The mode of the profile: `OAuth`, `CloudSSO`. */
  readonly mode: string;
  /** The profile; absent when the tokens were given in code. */
  readonly profile?: string | undefined;
}

/** The error that asks a person to sign in again, with the command to type. */
export function loginRequired(
  { source, mode, profile }: Login,
  why: string,
  details: { readonly status?: number; readonly serverCode?: unknown; readonly requestId?: unknown } = {},
): RefusedError {
  const remedy =
    profile === undefined
      ? "Sign in again, and give the new tokens."
      : `Sign in again: aliyun configure --mode ${mode} --profile ${quote(profile)}`;
  const subject = profile === undefined ? source : `profile "${profile}"`;
  const { status, serverCode, requestId } = details;
  return new RefusedError("LOGIN_REQUIRED", `${subject}: ${why}. ${remedy}`, {
    source,
    status,
    serverCode: identifier(serverCode),
    requestId: identifier(requestId),
  });
}

function quote(word: string): string {
  return /^[\w.@:/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
