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
  return (encoding === "hex" ? hex : base64)(new Uint8Array(digest));
}

/** Compilers before 5.7 know no `Uint8Array<ArrayBuffer>`, which WebCrypto's types want, so no exported type says it. */
function bytesOf(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return (typeof data === "string" ? utf8(data) : data) as Uint8Array<ArrayBuffer>;
}

/** A key whose HMACs are kept. */
export interface KeptKey {
  readonly accessKeySecret: string;
}

/**
 * Prepares the HMAC of a key once, and keeps it for as long as the key's object lives, with the same secret and scope.
 *
 * @param prepare makes it from the secret and its scope, the other thing that it depends on
 */
export function keptMacs(
  prepare: (digests: Digests, secret: string, scope: string) => Mac | Promise<Mac>,
): (digests: Digests, key: KeptKey, scope?: string) => Promise<Mac> {
  const kept = new WeakMap<KeptKey, { readonly secret: string; readonly scope: string; readonly mac: Mac }>();
  return async (digests, key, scope = "") => {
    const { accessKeySecret: secret } = key;
    const held = kept.get(key);
    if (held?.secret === secret && held.scope === scope) return held.mac;
    const mac = await prepare(digests, secret, scope);
    // Kept when it is ready, because a promise could belong to a request that ends first.
    kept.set(key, { secret, scope, mac });
    return mac;
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
