import type { Host } from "@alicred/core";
import { hex, utf8 } from "./encoding.ts";

/** What signs a request; a `Credentials` snapshot is one. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The STS token of a temporary key. It is sent along and covered by the signature. */
  readonly securityToken?: string | undefined;
}

/** What makes each signature different. */
export interface Stamp {
  /** The service's time in epoch milliseconds. It accepts 15 minutes of skew. */
  readonly timestampMs: number;
  /** Unique per request: the service refuses one that it has seen. */
  readonly nonce: string;
}

/** A nonce of 128 random bits, for a stamp. */
export function createNonce({ random }: Pick<Host, "random">): string {
  return hex(random(16));
}

export async function hmac(hash: "SHA-1" | "SHA-256", secret: string, text: string): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash };
  const key = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text)));
}

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  // Compilers before 5.7 know no `Uint8Array<ArrayBuffer>`, so that no public type says it.
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}
