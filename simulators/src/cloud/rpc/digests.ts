import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Digests of the texts that clients sign. */
export interface Digests {
  /** SHA-256 in lower-case hexadecimal. */
  sha256(data: string | Uint8Array): string;
  /**
   * HMAC-SHA256 in lower-case hexadecimal.
   *
   * @param bytes - of a key that is not text; `key` is its name then.
   */
  hmacSha256(key: string, text: string, bytes?: () => Uint8Array): string;
  /** HMAC-SHA1 in Base64. */
  hmacSha1(key: string, text: string): string;
  /** MD5 in lower-case hexadecimal. */
  md5(data: Uint8Array): string;
}

/** Standard Base64 with padding. */
export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

type Mac = (key: string, text: string, bytes?: () => Uint8Array) => Uint8Array;

const HELD_KEYS = 100;

/**
 * The same in every runtime, in JavaScript. Keeps its buffer, and the state of an HMAC after its key: for short texts,
 * creating those costs more than the hash does.
 */
export function createPortableDigests(): Digests {
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(4096);
  const fresh256 = sha256.create();
  const used256 = sha256.create();
  const out256 = new Uint8Array(sha256.outputLen);

  /** Valid until the next call. */
  function bytes(text: string): Uint8Array {
    const most = text.length * 3;
    if (most > buffer.length) buffer = new Uint8Array(most * 2);
    return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
  }

  function createMac(hash: typeof sha256 | typeof sha1): Mac {
    const keyed = new Map<string, ReturnType<typeof hmac.create>>();
    const used = hmac.create(hash, new Uint8Array(0));
    const out = new Uint8Array(hash.outputLen);
    return (key, text, bytesOfKey = () => bytes(key)) => {
      let fresh = keyed.get(key);
      if (fresh === undefined) {
        if (keyed.size === HELD_KEYS) keyed.clear();
        fresh = hmac.create(hash, bytesOfKey());
        keyed.set(key, fresh);
      }
      fresh._cloneInto(used).update(bytes(text)).digestInto(out);
      return out;
    };
  }

  function hash(data: Uint8Array): string {
    fresh256._cloneInto(used256).update(data).digestInto(out256);
    return bytesToHex(out256);
  }

  const [mac256, mac1] = [createMac(sha256), createMac(sha1)];
  const ofNothing = hash(new Uint8Array(0));
  return {
    sha256: (data) => (data.length === 0 ? ofNothing : hash(typeof data === "string" ? bytes(data) : data)),
    hmacSha256: (...given) => bytesToHex(mac256(...given)),
    hmacSha1: (key, text) => base64(mac1(key, text)),
    md5: (data) => bytesToHex(md5(data)),
  };
}
