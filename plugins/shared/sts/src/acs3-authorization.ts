import { hex, timestamp, utf8 } from "./encoding.ts";
import { hmac, type SigningKey, type Stamp, sha256 } from "./signing.ts";

const ALGORITHM = "ACS3-HMAC-SHA256";

/** A request in the form that is signed. */
export interface CanonicalRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly host: string;
  /** The other headers that the signature covers: names in lower case, values without white space around them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * The headers to send: those that the signature covers, but for `host`, which `fetch` derives from the URL, and
 * `authorization`.
 *
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export async function authorizeAcs3(
  { method, host, path, query, headers, body }: CanonicalRequest,
  { accessKeyId, accessKeySecret, securityToken }: SigningKey,
  stamp: Stamp,
): Promise<Record<string, string>> {
  const contentSha256 = hex(await sha256(body));
  const sent: Record<string, string> = {
    ...headers,
    "x-acs-date": timestamp(stamp.timestampMs),
    "x-acs-signature-nonce": stamp.nonce,
    "x-acs-content-sha256": contentSha256,
    ...(securityToken !== undefined && {
      "x-acs-accesskey-id": accessKeyId,
      "x-acs-security-token": securityToken,
    }),
  };
  const signed: Readonly<Record<string, string>> = { ...sent, host };
  const names = Object.keys(signed).sort();
  const lines = names.map((name) => `${name}:${signed[name]}`);
  const signedHeaders = names.join(";");
  const canonical = [method, path, query, ...lines, "", signedHeaders, contentSha256].join("\n");
  const stringToSign = `${ALGORITHM}\n${hex(await sha256(utf8(canonical)))}`;
  const signature = hex(await hmac("SHA-256", accessKeySecret, stringToSign));
  return {
    ...sent,
    authorization: `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`,
  };
}
