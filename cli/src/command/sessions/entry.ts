import { type Credentials, defaultWindows, revealSecrets, reviveCredentials } from "@alicred/core";
import { parseJson } from "@alicred/plugin-kit";
import type { Dependencies } from "./dependencies.ts";
import { SEAL_BYTES, type Seal } from "./seal.ts";

/** A session that is kept between runs. */
export interface Entry {
  readonly credentials: Credentials;
  readonly region?: string | undefined;
  /** In epoch milliseconds, by this machine's clock. */
  readonly storedAtMs: number;
  /** By how much the issuer's clock was ahead of this machine's, in milliseconds. */
  readonly skewMs: number;
  readonly dependencies: Dependencies;
  /** The origin of the profile that they came from, as the trace noted it. */
  readonly profileFrom?: string | undefined;
  /** For lists: the profile or the tool that it was asked for. */
  readonly label: string;
}

/** The largest entry: its values are a few kilobytes. */
export const MAX_ENTRY_BYTES = 262_144;

/** The content of an entry's file: encrypted, but for its end. */
export async function encodeEntry(
  name: string,
  entry: Entry,
  seal: Seal,
  random: (length: number) => Uint8Array,
): Promise<unknown> {
  const { credentials, ...others } = entry;
  const text = JSON.stringify({ ...others, credentials: revealSecrets(credentials) });
  const sealed = await seal.close(name, text, random(SEAL_BYTES));
  return { version: 1, expires: credentials.expiration?.toISOString(), sealed };
}

/** The entry in the text of its file; `undefined` for one of another key or version, or a damaged one. */
export async function decodeEntry(name: string, text: string, seal: Seal): Promise<Entry | undefined> {
  const { version, sealed } = parseJson(text) ?? {};
  if (version !== 1) return undefined;
  const content = parseJson((await seal.open(name, sealed)) ?? "");
  if (content === undefined) return undefined;
  try {
    const entry = content as unknown as Entry;
    return { ...entry, credentials: reviveCredentials(entry.credentials) };
  } catch {
    return undefined;
  }
}

/** With less left, a session is about to end. */
const LEAST_LIFE_MS = 60_000;
/** A clock that was set back further than this says nothing about the age of an entry. */
const CLOCK_SLACK_MS = 60_000;

/**
 * How good a kept session still is: `fresh`, `ending` when it is due to be renewed, `over`.
 *
 * @param nowMs this machine's time
 * @param issuerNowMs the issuer's time, as far as it is known
 * @param leastLifeMs how long it must still live to be fresh, whatever its lifetime
 */
export function ageOf(
  { credentials, storedAtMs, skewMs }: Entry,
  nowMs: number,
  issuerNowMs: number,
  leastLifeMs = 0,
): "fresh" | "ending" | "over" {
  const { expiresAtMs } = credentials;
  if (expiresAtMs === undefined || nowMs < storedAtMs - CLOCK_SLACK_MS) return "over";
  // Of the two times that may be right, the later one.
  const leftMs = expiresAtMs - Math.max(issuerNowMs, nowMs + skewMs);
  if (leftMs < LEAST_LIFE_MS) return "over";
  const { advisoryMs } = defaultWindows(expiresAtMs - storedAtMs - skewMs);
  return leftMs < Math.max(advisoryMs, leastLifeMs) ? "ending" : "fresh";
}
