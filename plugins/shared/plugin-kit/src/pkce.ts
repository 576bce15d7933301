import type { Host } from "@alicred/core";

/** A secret of one sign-in, and what may be known of it. */
export interface Pkce {
  readonly verifier: string;
  /** For the method `S256`. */
  readonly challenge: string;
}

/**
 * A new proof key, which binds the answer to a sign-in to the program that began it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export async function createPkce({ random }: Pick<Host, "random">): Promise<Pkce> {
  const verifier = base64Url(random(32));
  const bytes = new TextEncoder().encode(verifier) as Uint8Array<ArrayBuffer>;
  return { verifier, challenge: base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) };
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
