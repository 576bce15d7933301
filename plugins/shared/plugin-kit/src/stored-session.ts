/**
 * Sessions that a profile keeps, and the times in its fields.
 *
 * @module
 */
import { AlicredError, Credentials, type ResolveContext, type Rule, readInstant } from "@alicred/core";
import type { Profile, ProfileFields } from "./profile.ts";
import { printable } from "./rules.ts";

/** The time in a field of a profile. */
export interface FieldTime {
  /** Epoch milliseconds; `undefined` when it is not known. */
  readonly ms: number | undefined;
  /** In which other form it was written, for a warning: `milliseconds`. */
  readonly form?: string;
}

/**
 * Reads a field in which the official clients write epoch seconds, as a number or its text, and 0 for "not known".
 * Milliseconds and a text in ISO 8601 with its zone cannot be mistaken for seconds, and are read too.
 *
 * @returns `undefined` if it is not a time between 1970 and 2286.
 */
export function readTimeField(value: unknown): FieldTime | undefined {
  if (!/^(?:string|number|undefined)$/.test(typeof (value ?? undefined))) return undefined;
  const number = Number(value ?? 0);
  // Seconds have 10 digits at most until 2286, milliseconds 13 since 2001.
  if (number <= 0) return { ms: undefined };
  if (number < 1e10) return { ms: number * 1000 };
  const ms = readInstant(Number.isNaN(number) ? value : number);
  if (ms === undefined || number < 1e12) return undefined;
  return { ms, form: Number.isNaN(number) ? "text" : "milliseconds" };
}

/** The warning about a field whose time is not in seconds; `undefined` for one that is fine. */
export function timeFieldWarning(value: unknown, field: string): string | undefined {
  const form = readTimeField(value)?.form;
  return form && `${field} holds ${form}, where epoch seconds belong. It is read; other tools may not.`;
}

/** Warns in the trace of a field whose time is not in seconds. */
export function warnOfTime(context: ResolveContext, fields: ProfileFields, field: string): void {
  const warning = timeFieldWarning(fields[field], `field ${field}`);
  if (warning) context.warn(warning);
}

/** Rule for a field that `readTimeField` reads. */
export const timeField: Rule = {
  accepts: (value) => readTimeField(value) !== undefined,
  complaint: "is not a time in epoch seconds",
};

/** The fields in which the aliyun CLI and the SDKs keep a session in its profile. */
export interface SessionFields {
  readonly access_key_id: string;
  readonly access_key_secret: string;
  readonly sts_token: string;
  /** Epoch seconds. */
  readonly sts_expiration: number;
}

/** The names of these fields. */
export const SESSION_FIELDS: readonly (keyof SessionFields)[] = [
  "access_key_id",
  "access_key_secret",
  "sts_token",
  "sts_expiration",
];

// With less left, it is about to be replaced.
const LEAST_LIFE_MS = 60_000;

/**
 * The session that a profile keeps, when it is worth using: at least a minute of life by the issuer's clock, and not
 * the one that the asking resolver holds and wants to replace. A `sts_expiration` that is not in seconds is a warning.
 */
export function readStoredSession(context: ResolveContext, fields: ProfileFields): Credentials | undefined {
  const { access_key_id, access_key_secret, sts_token } = fields;
  const expiresAtMs = readTimeField(fields["sts_expiration"])?.ms;
  if (!isCleanText(access_key_id) || !isCleanText(access_key_secret) || !isCleanText(sts_token))
    return undefined;
  if (expiresAtMs === undefined || expiresAtMs - context.serverClock.expiryNow() < LEAST_LIFE_MS)
    return undefined;
  const { held } = context;
  if (held?.accessKeyId === access_key_id && held.securityToken === sts_token) return undefined;
  warnOfTime(context, fields, "sts_expiration");
  return new Credentials({
    accessKeyId: access_key_id,
    accessKeySecret: access_key_secret,
    securityToken: sts_token,
    expiration: expiresAtMs,
  });
}

/** The fields that keep a session; `undefined` for credentials without a token or an expiry. */
export function sessionFields(credentials: Credentials): SessionFields | undefined {
  const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = credentials;
  if (securityToken === undefined || expiresAtMs === undefined) return undefined;
  return {
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    sts_token: securityToken,
    sts_expiration: Math.floor(expiresAtMs / 1000),
  };
}

/**
 * Keeps a session in its profile, for other processes and the next run. That it cannot be kept is no reason to withhold
 * it. Nothing is kept of a dry run, of a session that has expired, and of credentials that do not say when they expire.
 */
export async function storeSession(
  context: ResolveContext,
  profile: Pick<Profile, "name" | "update">,
  credentials: Credentials,
): Promise<void> {
  const session = sessionFields(credentials);
  const isExpired = (credentials.expiresAtMs ?? 0) <= context.serverClock.expiryNow();
  if (session === undefined || isExpired || context.explaining) return;
  try {
    await profile.update(context, async () => ({ ...session }));
  } catch (thrown) {
    if (!(thrown instanceof AlicredError)) throw thrown;
    context.warn(`profile "${profile.name}": the new session is not saved (${thrown.code}).`);
  }
}

// As strict as `Credentials`: an unusable session in the file is ignored.
function isCleanText(value: unknown): value is string {
  return printable.accepts(value);
}
