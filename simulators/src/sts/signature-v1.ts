import type { Digests } from "./digests.ts";
import { canonicalParams, percentEncode } from "./percent.ts";

/** The string that a client signs, from the parameters of query and form together, `Signature` left out. */
export function stringToSignV1(method: string, params: Iterable<readonly [string, string]>): string {
  const canonical = canonicalParams([...params].filter(isSigned));
  return `${method}&%2F&${percentEncode(canonical)}`;
}

/** HMAC-SHA1 with the secret and `&` as key, in Base64. */
export function signatureV1(digests: Digests, secret: string, stringToSign: string): string {
  return digests.hmacSha1(`${secret}&`, stringToSign);
}

function isSigned([name]: readonly [string, string]): boolean {
  return name !== "Signature";
}
