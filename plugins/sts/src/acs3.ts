import { byName, encodeParameters, hex, timestamp } from "./encoding.ts";
import { hmac, type SigningKey, type Stamp, sha256 } from "./signing.ts";

const ALGORITHM = "ACS3-HMAC-SHA256";

/** A request to sign, with every header that is to be covered. */
export interface Acs3Request {
  readonly method: string;
  readonly url: string;
  /** `x-acs-action` and `x-acs-version`, and `content-type` when there is a body. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Signs a request by ACS3-HMAC-SHA256. The signature covers the host, the content type and every `x-acs-` header.
 *
 * @returns the headers to send, names in lower case: those given, the signature's own and `authorization`. Without
 *   `host`, which `fetch` derives from the URL.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export async function signAcs3(
  request: Acs3Request,
  key: SigningKey,
  stamp: Stamp,
): Promise<Record<string, string>> {
  const { headers = {}, body = "" } = request;
  const { accessKeyId, accessKeySecret, securityToken } = key;
  const unsigned: Record<string, string> = {
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    "x-acs-date": timestamp(stamp.timestampMs),
    "x-acs-signature-nonce": stamp.nonce,
    "x-acs-content-sha256": hex(await sha256(body)),
    ...(securityToken !== undefined && {
      "x-acs-accesskey-id": accessKeyId,
      "x-acs-security-token": securityToken,
    }),
  };
  const { text, signedHeaders } = canonicalRequest({ ...request, headers: unsigned });
  const stringToSign = `${ALGORITHM}\n${hex(await sha256(text))}`;
  const signature = hex(await hmac("SHA-256", accessKeySecret, stringToSign));
  const authorization = `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return { ...unsigned, authorization };
}

/** The text whose hash is signed, for headers that already hold `x-acs-content-sha256`. */
export function canonicalRequest({ method, url, headers = {} }: Acs3Request): {
  readonly text: string;
  readonly signedHeaders: string;
} {
  const { host, pathname, searchParams } = new URL(url);
  const signed = Object.entries({ ...headers, host })
    .filter(([name]) => name === "host" || name === "content-type" || name.startsWith("x-acs-"))
    .sort(byName);
  const signedHeaders = signed.map(([name]) => name).join(";");
  const text = [
    method.toUpperCase(),
    pathname.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~"),
    encodeParameters(searchParams),
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    "",
    signedHeaders,
    headers["x-acs-content-sha256"],
  ].join("\n");
  return { text, signedHeaders };
}
