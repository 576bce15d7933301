/**
 * Digests and random bytes by `node:crypto`. It is loaded with the first use: loading takes milliseconds.
 *
 * @module
 */
import type * as Crypto from "node:crypto";
import type { DigestEncoding, Digests } from "../host.ts";

/** Longer data is left to a thread, because it would hold up the program: a mebibyte takes about a millisecond. */
const LONG_BYTES = 262_144;

export const nodeDigests: Digests = {
  sha256(data, encoding) {
    if (data.length > LONG_BYTES) return inThread(Buffer.from(data as Uint8Array), encoding);
    return nodeCrypto().hash("sha256", data, encoding);
  },
  hmac(hash, key) {
    const { createHmac, createSecretKey } = nodeCrypto();
    const secret = createSecretKey(typeof key === "string" ? Buffer.from(key) : key);
    const algorithm = hash.replace("-", "");
    return (text, encoding) => createHmac(algorithm, secret).update(text).digest(encoding);
  },
};

/** The web platform's `crypto` gives the same bytes, and takes half a millisecond more to load. */
export function nodeRandom(length: number): Uint8Array {
  return nodeCrypto().randomFillSync(new Uint8Array(length));
}

async function inThread(data: Uint8Array, encoding: DigestEncoding): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", data as Uint8Array<ArrayBuffer>)).toString(
    encoding,
  );
}

function nodeCrypto(): typeof Crypto {
  return process.getBuiltinModule("node:crypto");
}
