import type { Host } from "@alicred/core";
import { base64, webDigests } from "./digests.ts";

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
export async function createPkce({
  random,
  digests = webDigests,
}: Pick<Host, "random" | "digests">): Promise<Pkce> {
  const verifier = urlSafe(base64(random(32)));
  return { verifier, challenge: urlSafe(await digests.sha256(verifier, "base64")) };
}

/** Base64 in the alphabet of URLs, without padding. */
function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
