import { canonicalQuery, hex, timestamp, unreserved } from "./encoding.ts";
import { hmac, type SigningKey, type Stamp, sha256Hex } from "./signing.ts";

const ALGORITHM = "ACS3-HMAC-SHA256";
const SIGNED = /^(host$|content-type$|x-acs-)/;

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
  const { method, url, body = "" } = request;
  const { accessKeyId, accessKeySecret, securityToken } = key;
  const contentSha256 = await sha256Hex(body);
  // `Headers` makes names lower case, trims values, and sorts by name.
  const headers: Record<string, string> = {
    ...Object.fromEntries(new Headers(request.headers)),
    "x-acs-date": timestamp(stamp.timestampMs),
    "x-acs-signature-nonce": stamp.nonce,
    "x-acs-content-sha256": contentSha256,
    ...(securityToken !== undefined && {
      "x-acs-accesskey-id": accessKeyId,
      "x-acs-security-token": securityToken,
    }),
  };
  const { host, pathname, searchParams } = new URL(url);
  const signed = [...new Headers({ ...headers, host })].filter(([name]) => SIGNED.test(name));
  const signedHeaders = signed.map(([name]) => name).join(";");
  const canonicalRequest = [
    method.toUpperCase(),
    unreserved(pathname),
    canonicalQuery(searchParams),
    ...signed.map((header) => header.join(":")),
    "",
    signedHeaders,
    contentSha256,
  ].join("\n");
  const stringToSign = `${ALGORITHM}\n${await sha256Hex(canonicalRequest)}`;
  const signature = hex(await hmac("SHA-256", accessKeySecret, stringToSign));
  const authorization = `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return { ...headers, authorization };
}
