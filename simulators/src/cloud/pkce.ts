import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** An S256 code challenge: https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export const CODE_CHALLENGE_FORM: RegExp = /^[A-Za-z0-9_-]{43}$/;

/** https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
const CODE_VERIFIER_FORM: RegExp = /^[A-Za-z0-9\-._~]{43,128}$/;

/** Whether a well-formed verifier belongs to a challenge. */
export function verifierMatches(verifier: string, challenge: string): boolean {
  return CODE_VERIFIER_FORM.test(verifier) && challengeOf(verifier) === challenge;
}

function challengeOf(verifier: string): string {
  return btoa(String.fromCharCode(...sha256(utf8ToBytes(verifier))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
