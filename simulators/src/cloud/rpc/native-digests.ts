import { createPortableDigests, type Digests } from "./digests.ts";

/** Uses the digests of the runtime where they answer at once, else those in JavaScript; the results are the same. */
export function createDigests(): Digests {
  return createNativeDigests() ?? createPortableDigests();
}

/** The part of `node:crypto` that is used. Not `createHmac`: for a short text, its object costs more than two hashes. */
interface NodeCrypto {
  hash?: Hash;
}

interface Hash {
  (algorithm: string, data: string | Uint8Array, encoding: "buffer"): Uint8Array;
  (algorithm: string, data: string | Uint8Array, encoding: "hex" | "base64" | "latin1"): string;
}

interface Globals {
  readonly process?: { getBuiltinModule?(name: string): NodeCrypto | undefined };
}

/** A key as HMAC mixes it into what it hashes: in front of the text, and in front of the digest of that. */
interface KeyBlocks {
  readonly inner: Uint8Array;
  /** Has room for that digest. */
  readonly outer: Uint8Array;
}

const BLOCK_BYTES = 64;
const HELD_KEYS = 100;

/**
 * Digests of `node:crypto`, several times as fast as those in JavaScript, or `undefined` where the runtime lacks it.
 * WebCrypto is no alternative: a request would have to wait for it.
 */
export function createNativeDigests(): Digests | undefined {
  const hash = (globalThis as Globals).process?.getBuiltinModule?.("node:crypto")?.hash;
  if (hash === undefined) return undefined;
  const ofNothing = hash("sha256", "", "hex");
  const [mac256, mac1] = [createMac(hash, "sha256", "hex"), createMac(hash, "sha1", "base64")];
  return {
    sha256: (data) => (data.length === 0 ? ofNothing : hash("sha256", data, "hex")),
    hmacSha256: mac256,
    hmacSha1: mac1,
    md5: (data) => hash("md5", data, "hex"),
  };
}

/** HMAC (RFC 2104) with the blocks of a key kept. */
function createMac(
  hash: Hash,
  algorithm: "sha256" | "sha1",
  encoding: "hex" | "base64",
): (key: string, text: string, bytes?: () => Uint8Array) => string {
  const encoder = new TextEncoder();
  const prepared = new Map<string, KeyBlocks>();
  let scratch = new Uint8Array(1024);

  function prepare(bytes: Uint8Array): KeyBlocks {
    const short = bytes.length > BLOCK_BYTES ? hash(algorithm, bytes, "buffer") : bytes;
    const inner = new Uint8Array(BLOCK_BYTES).fill(0x36);
    const outer = new Uint8Array(BLOCK_BYTES + (algorithm === "sha256" ? 32 : 20)).fill(0x5c);
    for (const [i, byte] of short.entries()) {
      inner[i] = byte ^ 0x36;
      outer[i] = byte ^ 0x5c;
    }
    return { inner, outer };
  }

  function blocksOf(key: string, bytes: (() => Uint8Array) | undefined): KeyBlocks {
    const known = prepared.get(key);
    if (known !== undefined) return known;
    if (prepared.size === HELD_KEYS) prepared.clear();
    const made = prepare(bytes?.() ?? encoder.encode(key));
    prepared.set(key, made);
    return made;
  }

  return (key, text, bytes) => {
    const { inner, outer } = blocksOf(key, bytes);
    const most = BLOCK_BYTES + text.length * 3;
    if (most > scratch.length) scratch = new Uint8Array(most * 2);
    scratch.set(inner);
    const { written } = encoder.encodeInto(text, scratch.subarray(BLOCK_BYTES));
    // As text, because a buffer takes longer to make than both digests.
    const digest = hash(algorithm, scratch.subarray(0, BLOCK_BYTES + written), "latin1");
    for (let i = 0; i < digest.length; i++) outer[BLOCK_BYTES + i] = digest.charCodeAt(i);
    return hash(algorithm, outer, encoding);
  };
}
