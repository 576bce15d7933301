/**
 * Digests by WebCrypto, and the spellings of bytes that signatures use.
 *
 * @module
 */

/** HMAC by a secret, or by a key that was derived from one. */
export async function hmac(
  hash: "SHA-1" | "SHA-256",
  secret: string | Uint8Array,
  text: string,
): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash };
  const bytes = typeof secret === "string" ? utf8(secret) : secret;
  const key = await crypto.subtle.importKey("raw", owned(bytes), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, owned(utf8(text))));
}

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", owned(bytes)));
}

/**
 * The same bytes, as WebCrypto's types want them. Compilers before 5.7 know no `Uint8Array<ArrayBuffer>`, so no
 * exported type says it.
 */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
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
