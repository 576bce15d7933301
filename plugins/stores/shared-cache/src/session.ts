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

/** What a value holds, besides the secrets. */
interface Content {
  /** The issuer's time when it was written, in epoch milliseconds: it travels with the session. */
  readonly storedAtMs: number;
  /** How long the store was told to keep it. */
  readonly keepMs: number;
  /** Whether it ends before the session, because the source wants to be asked again. */
  readonly isRecheck: boolean;
  readonly region?: string | undefined;
}

/** A session that was found in a store. */
export interface SharedSession {
  readonly credentials: Credentials;
  /** The value that it came from. */
  readonly value: string;
  readonly region?: string | undefined;
  /** The time since it was written, in milliseconds, by the store's clock. */
  readonly ageMs: number;
  /** The life left, in milliseconds, by the issuer's clock. */
  readonly leftMs: number;
  /** When its source is to be asked again, in milliseconds from now; `undefined` if the source has no wish. */
  readonly refreshAfterMs: number | undefined;
  /** With less left, callers without a session wait for a new one. Milliseconds. */
  readonly endingMs: number;
}

/** A stored value more than this younger than its own beginning is none that `sharedCache` wrote. */
const SLACK_MS = 1_000;

/**
 * The text and the time to keep it of credentials that can be shared: those that end.
 *
 * @returns `undefined` for all others
 */
export function contentOf(
  { credentials, region, refreshAfterMs = Number.POSITIVE_INFINITY }: Found,
  issuerNowMs: number,
): { readonly text: string; readonly keepMs: number } | undefined {
  if (credentials.expiresAtMs === undefined) return undefined;
  const lifeMs = credentials.expiresAtMs - issuerNowMs;
  const keepMs = Math.floor(Math.min(lifeMs, refreshAfterMs));
  if (!(keepMs > 0)) return undefined;
  const content: Content = { storedAtMs: issuerNowMs, keepMs, isRecheck: refreshAfterMs < lifeMs, region };
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
  const { storedAtMs, keepMs, isRecheck, region } = Object(content) as Content;
  const ageMs = Math.max(0, keepMs - keptMs);
  if (!Number.isFinite(storedAtMs) || !(keptMs <= keepMs + SLACK_MS)) return undefined;
  let credentials: Credentials;
  try {
    credentials = reviveCredentials(Object(content)["credentials"]);
  } catch {
    return undefined;
  }
  const { expiresAtMs } = credentials;
  if (expiresAtMs === undefined) return undefined;
  const issuerNowMs = storedAtMs + ageMs + readMs;
  serverClock.assume(issuerNowMs - host.clock.now());
  // Where this process has learnt the time by itself, the later one of both counts.
  const leftMs = expiresAtMs - Math.max(issuerNowMs, serverClock.expiryNow());
  const refreshAfterMs = isRecheck ? keptMs : undefined;
  if (leftMs <= 0) return undefined;
  const endingMs = defaultWindows(expiresAtMs - storedAtMs).mandatoryMs;
  return { credentials, value, region, ageMs, leftMs, refreshAfterMs, endingMs };
}

export function isSame(one: Credentials, other: Credentials | undefined): boolean {
  return one.accessKeySecret === other?.accessKeySecret && one.securityToken === other.securityToken;
}

/** Whether this session is what the asking resolver wants: one that it does not have, and that lives longer. */
export function isWanted(one: Credentials, { held, rejected, serverClock }: ResolveContext): boolean {
  if (held === undefined) return true;
  if (isSame(one, held)) return false;
  const heldEndsAtMs = held.expiresAtMs ?? 0;
  const isHeldUsable = heldEndsAtMs > serverClock.expiryNow() && !isSame(held, rejected);
  return !isHeldUsable || (one.expiresAtMs ?? 0) > heldEndsAtMs;
}
