/**
 * A session as processes share it.
 *
 * @module
 */
import {
  type Credentials,
  defaultWindows,
  type Found,
  type ResolveContext,
  revealSecrets,
  reviveCredentials,
} from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";
import type { StoredValue } from "./store.ts";

/** The parts of a value besides the secrets. */
interface Content {
  /** The issuer's time when it was written, in epoch milliseconds: it travels with the session. */
  readonly storedAtMs: number;
  /** How long the store was told to keep it. */
  readonly keepMs: number;
  /** How long the write may have been on its way: so much older than its age it may be. */
  readonly underwayMs: number;
  /** The life that it was asked to have. */
  readonly askedMs?: number | undefined;
  /** Whether it ends before the session, because the source wants to be asked again. */
  readonly isRecheck: boolean;
  readonly region?: string | undefined;
  /** That of the binding. */
  readonly note?: string | undefined;
}

/** A session that was found in a store. */
export interface SharedSession {
  readonly credentials: Credentials;
  /** The value that it came from. */
  readonly value: string;
  readonly region?: string | undefined;
  /** The note of its binding. */
  readonly note: string | undefined;
  /** The time since it was written, in milliseconds, by the store's clock. */
  readonly ageMs: number;
  /** The life left, in milliseconds, by the issuer's clock. */
  readonly leftMs: number;
  /** Whether it was asked to live longer than it did at first: then its source has none that do. Its first life. */
  readonly longestMs: number | undefined;
  /** When its source is to be asked again, in milliseconds from now; `undefined` if the source has no wish. */
  readonly refreshAfterMs: number | undefined;
  /** The life that it had when it was written, in milliseconds. */
  readonly firstMs: number;
  /** With less left, callers without a session wait for a new one. Milliseconds. */
  readonly endingMs: number;
}

/** Clocks that differ by no more than this, besides the time that calls take, are both taken to be right. */
const SLACK_MS = 1_000;

/**
 * The text and the time to keep it of credentials that can be shared: those that end.
 *
 * @param underwayMs how long the write may take
 * @param askedMs the life that the call asked for
 * @param note that of the binding
 * @returns `undefined` for all others
 */
export function contentOf(
  { credentials, region, refreshAfterMs = Number.POSITIVE_INFINITY }: Found,
  issuerNowMs: number,
  underwayMs: number,
  askedMs: number,
  note: string | undefined,
): { readonly text: string; readonly keepMs: number } | undefined {
  if (credentials.expiresAtMs === undefined) return undefined;
  const lifeMs = credentials.expiresAtMs - issuerNowMs;
  const keepMs = Math.floor(Math.min(lifeMs, refreshAfterMs));
  if (!(keepMs > 0)) return undefined;
  const isRecheck = refreshAfterMs < lifeMs;
  const content: Content = { storedAtMs: issuerNowMs, keepMs, underwayMs, askedMs, isRecheck, region, note };
  return { text: JSON.stringify({ ...content, credentials: revealSecrets(credentials) }), keepMs };
}

/**
 * The session in a text. The issuer's time, which came with it, counts from here on, however wrong the clock of this
 * machine is.
 *
 * @param readMs how long it took to read the value, at most
 * @returns `undefined` if it has ended or is damaged
 */
export function readSession(
  text: string,
  { value, leftMs: keptMs }: StoredValue,
  readMs: number,
  { serverClock, host }: ResolveContext,
): SharedSession | undefined {
  const content = parseJson(text);
  const { storedAtMs, keepMs, underwayMs, askedMs = 0, isRecheck, region, note } = Object(content) as Content;
  const ageMs = Math.max(0, keepMs - keptMs);
  // More than all cannot be left: the store's clock was set back.
  if (!(storedAtMs + underwayMs > 0) || !(keptMs <= keepMs + SLACK_MS)) return undefined;
  const credentials = credentialsIn(content);
  const { expiresAtMs } = credentials ?? {};
  if (credentials === undefined || expiresAtMs === undefined) return undefined;
  const issuerNowMs = issuerTime(storedAtMs + ageMs, readMs + underwayMs, serverClock.expiryNow());
  serverClock.assume(issuerNowMs - host.clock.now());
  const leftMs = expiresAtMs - Math.max(issuerNowMs, serverClock.expiryNow());
  const refreshAfterMs = isRecheck ? keptMs : undefined;
  if (leftMs <= 0) return undefined;
  const firstMs = expiresAtMs - storedAtMs;
  const endingMs = defaultWindows(firstMs).mandatoryMs;
  const longestMs = firstMs < askedMs ? firstMs : undefined;
  return { credentials, value, region, note, ageMs, leftMs, firstMs, longestMs, refreshAfterMs, endingMs };
}

/** The credentials of a content; `undefined` if it is damaged. */
export function credentialsIn(content: unknown): Credentials | undefined {
  try {
    return reviveCredentials(Object(content)["credentials"]);
  } catch {
    return undefined;
  }
}

/**
 * The issuer's time: this process's own idea of it, where it agrees with the one that came with a session. Where it does
 * not, the latter counts, at its latest, so that no session is kept past its end.
 *
 * @param toldMs the time that came with the session, and the time since: the true one is not earlier
 * @param spreadMs by how much it may be later
 */
function issuerTime(toldMs: number, spreadMs: number, ownMs: number): number {
  const latestMs = toldMs + spreadMs;
  const isAgreed = ownMs >= toldMs - SLACK_MS && ownMs <= latestMs + SLACK_MS;
  return isAgreed ? Math.max(ownMs, toldMs) : latestMs;
}

export function isSame(one: Credentials, other: Credentials | undefined): boolean {
  return one.accessKeySecret === other?.accessKeySecret && one.securityToken === other.securityToken;
}

/** Whether it lives for less than the call asks for, and its source may have one that does not. */
export function isTooShort(
  { leftMs, longestMs = Number.POSITIVE_INFINITY }: SharedSession,
  { minTtlMs }: ResolveContext,
): boolean {
  return leftMs < minTtlMs && minTtlMs <= longestMs;
}

/** Whether this session is what the asking resolver wants: one that it does not have, and that lives longer. */
export function isWanted(one: Credentials, { held, rejected, serverClock }: ResolveContext): boolean {
  if (held === undefined) return true;
  if (isSame(one, held)) return false;
  const heldEndsAtMs = held.expiresAtMs ?? 0;
  const isHeldUsable = heldEndsAtMs > serverClock.expiryNow() && !isSame(held, rejected);
  return !isHeldUsable || (one.expiresAtMs ?? 0) > heldEndsAtMs;
}
