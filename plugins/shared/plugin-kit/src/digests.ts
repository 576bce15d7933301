/**
 * Digests, and the spellings of bytes that signatures use.
 *
 * @module
 */
import type { DigestEncoding, Digests, Mac } from "@alicred/core";

/** The digests of WebCrypto, which every runtime has, for a host that has none of its own. */
export const webDigests: Digests = {
  async sha256(data, encoding) {
    return written(await crypto.subtle.digest("SHA-256", bytesOf(data)), encoding);
  },
  async hmac(hash, key) {
    const algorithm = { name: "HMAC", hash };
    const imported = await crypto.subtle.importKey("raw", bytesOf(key), algorithm, false, ["sign"]);
    return async (text, encoding) =>
      written(await crypto.subtle.sign("HMAC", imported, bytesOf(text)), encoding);
  },
};

function written(digest: ArrayBuffer, encoding: DigestEncoding): string {
  const bytes = new Uint8Array(digest);
  return encoding === "hex" ? hex(bytes) : base64(bytes);
}

/** Compilers before 5.7 know no `Uint8Array<ArrayBuffer>`, which WebCrypto's types want, so no exported type says it. */
function bytesOf(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return (typeof data === "string" ? utf8(data) : data) as Uint8Array<ArrayBuffer>;
}

/** A key whose HMACs are kept. */
export interface KeptKey {
  readonly accessKeySecret: string;
}

/** Of one key: several regions, and the change of a day. */
const MOST_SCOPES = 8;

/**
 * Prepares the HMAC of a key once, and keeps it for as long as the key's object lives and has the same secret.
 *
 * @param prepare makes it from the secret and its scope, the other thing that it depends on
 */
export function keptMacs(
  prepare: (digests: Digests, secret: string, scope: string) => Mac | Promise<Mac>,
): (digests: Digests, key: KeptKey, scope?: string) => Mac | Promise<Mac> {
  const kept = new WeakMap<KeptKey, { readonly secret: string; readonly macs: Map<string, Mac> }>();

  async function keep(digests: Digests, key: KeptKey, scope: string): Promise<Mac> {
    const { accessKeySecret: secret } = key;
    const mac = await prepare(digests, secret, scope);
    // Kept when it is ready, because a promise could belong to a request that ends first.
    let held = kept.get(key);
    if (held?.secret !== secret || held.macs.size >= MOST_SCOPES) {
      held = { secret, macs: new Map() };
      kept.set(key, held);
    }
    held.macs.set(scope, mac);
    return mac;
  }

  return (digests, key, scope = "") => {
    const held = kept.get(key);
    const known = held?.secret === key.accessKeySecret ? held.macs.get(scope) : undefined;
    return known ?? keep(digests, key, scope);
  };
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Base64 with padding. */
export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Percent-encodes each byte of the UTF-8 but the unreserved ones of RFC 3986, section 2.3. */
export function percentEncoded(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  const wellFormed = text.replace(/\p{Surrogate}/gu, "\ufffd");
  return encodeURIComponent(wellFormed).replace(/[!'()*]/g, percent);
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
