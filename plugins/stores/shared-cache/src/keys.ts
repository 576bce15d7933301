/**
 * The keys that sessions are encrypted with.
 *
 * @module
 */
import { ConfigurationError, type Host } from "@alicred/core";
import { readVariable, utf8, webDigests } from "@alicred/plugin-kit";
import { NAME, type SharedCacheKey, type SharedCacheOptions } from "./options.ts";

/** One key. */
export interface SealingKey {
  /** Computed from the key: 8 hexadecimal digits, which say which key it is and nothing of it. */
  readonly id: string;
  readonly key: CryptoKey;
}

/** The keys of one refresh: the first encrypts, all decrypt. Empty: nothing is encrypted. */
export type Keys = readonly SealingKey[];

const VARIABLE = "ALICRED_CACHE_KEY";
const KEY_BYTES = 32;

/**
 * Gets the keys at each call, and imports them once.
 *
 * @returns a function that throws `INCOMPLETE_CONFIGURATION` without a key, and `INVALID_CONFIGURATION` for an invalid
 *   one
 */
export function keysOf({
  key,
  unencrypted = false,
}: Pick<SharedCacheOptions, "key" | "unencrypted">): (host: Host) => Promise<Keys> {
  let latest: { readonly text: string; readonly keys: Keys } | undefined;
  return async (host) => {
    if (unencrypted) return [];
    const given = key ?? readVariable(host, [VARIABLE])?.value;
    const [from, value] =
      typeof given === "function"
        ? ["the function in argument key", await given(host)]
        : [key === undefined ? `environment variable ${VARIABLE}` : "argument key", given];
    const raw = rawKeys(value, from);
    const text = raw.map((bytes) => [...bytes].join()).join(";");
    if (latest?.text === text) return latest.keys;
    const keys = await Promise.all(raw.map(importKey));
    // Kept when they are ready, because a promise could belong to a request that ends first.
    latest = { text, keys };
    return keys;
  };
}

function rawKeys(given: SharedCacheKey | undefined, from: string): readonly Uint8Array[] {
  // A function may return anything.
  const parts: readonly unknown[] = Array.isArray(given) ? given : [given ?? []].flat();
  const keys = parts.flatMap((each): readonly unknown[] =>
    typeof each === "string" ? each.split(/[\s,]+/).filter(Boolean) : [each],
  );
  if (keys.length === 0) {
    const message = `${NAME}: there is no key to encrypt sessions with: ${from} is not set. Set it to 32 random bytes in Base64 (openssl rand -base64 32), the same in every process; or set unencrypted: true if everybody who can read the store may use the session.`;
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  }
  return keys.map((each) => {
    const bytes = typeof each === "string" ? bytesOf(each) : each;
    if (bytes instanceof Uint8Array && bytes.length === KEY_BYTES) return bytes;
    const message = `${NAME}: ${from} is not a list of keys of 32 bytes in Base64. Make one: openssl rand -base64 32`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message);
  });
}

/** The bytes of Base64 or Base64url; `undefined` for anything else. */
export function bytesOf(base64: string): Uint8Array | undefined {
  try {
    const text = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (char) => char.charCodeAt(0));
  } catch {
    // Its message may quote the key.
    return undefined;
  }
}

async function importKey(raw: Uint8Array): Promise<SealingKey> {
  const bytes = new Uint8Array(raw);
  return {
    id: (await digest("alicred shared cache key", bytes)).slice(0, 8),
    key: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]),
  };
}

/** The id of a session as its store knows it. */
export async function placeOf(id: string): Promise<string> {
  return (await digest("alicred shared cache id", utf8(id))).slice(0, 32);
}

/** SHA-256 in hexadecimal digits, for one purpose. */
async function digest(purpose: string, bytes: Uint8Array): Promise<string> {
  const prefix = utf8(`${purpose}\0`);
  return webDigests.sha256(Uint8Array.from([...prefix, ...bytes]), "hex");
}
