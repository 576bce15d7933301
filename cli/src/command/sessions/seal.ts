/**
 * Encryption of kept sessions: AES-256-GCM by WebCrypto, and names that tell nothing.
 *
 * @module
 */

const IV_BYTES = 12;

/** Encrypts and names what is kept, with one key. */
export interface Seal {
  /** The text, encrypted. It can be opened only under the same name. */
  close(name: string, text: string, iv: Uint8Array): Promise<string>;
  /** The text; `undefined` for anything that this key did not close under this name. */
  open(name: string, sealed: unknown): Promise<string | undefined>;
  /** A name for a text that tells nothing about it: 64 hexadecimal digits. */
  nameOf(text: string): Promise<string>;
}

/** @param key 32 bytes */
export async function sealWith(key: Uint8Array<ArrayBuffer>): Promise<Seal> {
  const { subtle } = crypto;
  const cipher = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
  const mac = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const algorithm = (name: string, iv: Uint8Array): AesGcmParams => ({
    name: "AES-GCM",
    iv: new Uint8Array(iv),
    additionalData: new TextEncoder().encode(name),
  });
  return {
    async close(name, text, iv) {
      const bytes = await subtle.encrypt(algorithm(name, iv), cipher, new TextEncoder().encode(text));
      return Buffer.concat([iv, Buffer.from(bytes)]).toString("base64");
    },
    async open(name, sealed) {
      if (typeof sealed !== "string") return undefined;
      const bytes = Uint8Array.from(Buffer.from(sealed, "base64"));
      try {
        const text = await subtle.decrypt(
          algorithm(name, bytes.subarray(0, IV_BYTES)),
          cipher,
          bytes.subarray(IV_BYTES),
        );
        return new TextDecoder().decode(text);
      } catch {
        // Another key, or a damaged file.
        return undefined;
      }
    },
    async nameOf(text) {
      return Buffer.from(await subtle.sign("HMAC", mac, new TextEncoder().encode(text))).toString("hex");
    },
  };
}

/** The number of random bytes that `close` needs. */
export const SEAL_BYTES: number = IV_BYTES;
