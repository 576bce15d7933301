import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { base64 } from "./base64.ts";
import { byCodePoint, percentEncode } from "./percent.ts";

/** The string that a client signs, from the parameters of query and form together, `Signature` left out. */
export function stringToSignV1(method: string, params: Iterable<readonly [string, string]>): string {
  const canonical = [...params]
    .filter(([name]) => name !== "Signature")
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  return `${method}&%2F&${percentEncode(canonical)}`;
}

/** HMAC-SHA1 with the secret and `&` as key, in Base64. */
export function signatureV1(secret: string, stringToSign: string): string {
  return base64(hmac(sha1, utf8ToBytes(`${secret}&`), utf8ToBytes(stringToSign)));
}
