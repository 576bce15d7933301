import { createNativeDigests } from "./native-digests.ts";
import { createPortableDigests } from "./portable-digests.ts";

/** Digests of the texts that clients sign. */
export interface Digests {
  /** SHA-256 in lower-case hexadecimal. */
  sha256(data: string | Uint8Array): string;
  /** HMAC-SHA256 in lower-case hexadecimal. */
  hmacSha256(key: string, text: string): string;
  /** HMAC-SHA1 in Base64. */
  hmacSha1(key: string, text: string): string;
}

/** Those of the runtime where it has any that answer at once, else those in JavaScript: the digests are the same. */
export function createDigests(): Digests {
  return createNativeDigests() ?? createPortableDigests();
}
