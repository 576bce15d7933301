import { canonicalParams, percentEncode } from "../percent.ts";
import type { ReceivedRequest } from "../request.ts";
import type { Digests } from "./digests.ts";

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

/** The only algorithm of the family that the simulator verifies. */
export const ACS3_ALGORITHM = "ACS3-HMAC-SHA256";

/** The canonical request: host, path and body as received, headers as the client lists them in SignedHeaders. */
export function canonicalRequestV3(
  digests: Digests,
  received: ReceivedRequest,
  canonicalQuery: string,
  signedHeaders: readonly string[],
): string {
  const { method, path, body } = received;
  let headers = "";
  for (const name of signedHeaders) headers += `${name}:${headerValue(received, name)}\n`;
  return `${method}\n${canonicalPath(path)}\n${canonicalQuery}\n${headers}\n${signedHeaders.join(";")}\n${digests.sha256(body)}`;
}

/** Names the hash of the canonical request after the algorithm. */
export function stringToSignV3(digests: Digests, canonicalRequest: string): string {
  return `${ACS3_ALGORITHM}\n${digests.sha256(canonicalRequest)}`;
}

/** HMAC-SHA256 with the bare secret as key, in lower-case hexadecimal. */
export function signatureV3(digests: Digests, secret: string, stringToSign: string): string {
  return digests.hmacSha256(secret, stringToSign);
}

/**
 * Headers that a v3 client has to sign and does not: host, the content type and every `x-acs-` header that it sends.
 */
export function missingSignedHeaders(
  { headers, body }: ReceivedRequest,
  signed: readonly string[],
): readonly string[] {
  const missing = signed.includes("host") ? [] : ["host"];
  for (const name of headers.names) {
    const required = name.startsWith("x-acs-") || (name === "content-type" && body.length > 0);
    if (required && !signed.includes(name)) missing.push(name);
  }
  return missing;
}

function headerValue(received: ReceivedRequest, name: string): string {
  if (name === "host") return received.host;
  return (received.headers.get(name) ?? "").trim();
}

function canonicalPath(path: string): string {
  if (path === "/") return path;
  return path.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~");
}
