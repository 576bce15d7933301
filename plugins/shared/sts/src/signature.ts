import type { HttpRequest } from "@alicred/core";
import { authorizeAcs3 } from "./acs3-authorization.ts";
import { encodeParameters } from "./encoding.ts";
import type { SigningKey, Stamp } from "./signing.ts";

export const STS_VERSION = "2015-04-01";

/** An operation and its own parameters; absent ones are not sent. */
export interface StsOperation {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/** Makes the request of one attempt at an operation, signed with a key. */
export type Signature<Key> = (
  origin: string,
  operation: StsOperation,
  key: Key,
  stamp: Stamp,
) => HttpRequest | Promise<HttpRequest>;

/** A signature by an AccessKey. */
export type StsSignature = Signature<SigningKey>;

/**
 * Signs by ACS3-HMAC-SHA256.
 *
 * The parameters go into the query, where the metadata of this API places them and the official clients send them
 * with this signature (https://api.aliyun.com/meta/v1/products/Sts/versions/2015-04-01/api-docs.json). None of them
 * is a secret: the token travels in a header.
 */
export const acs3Signature: StsSignature = async (origin, { action, parameters }, key, stamp) => {
  const method = "POST";
  const query = encodeParameters(parameters);
  const { host } = new URL(origin);
  const headers = { "x-acs-action": action, "x-acs-version": STS_VERSION };
  const request = { method, host, path: "/", query, headers, body: new Uint8Array() };
  return {
    method,
    url: `${origin}/${query && `?${query}`}`,
    headers: { accept: "application/json", ...(await authorizeAcs3(request, key, stamp)) },
  };
};

/** A request with its parameters in a form body, which keeps secrets among them out of the URL and of access logs. */
export function formRequest(url: string, parameters: StsOperation["parameters"]): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: encodeParameters(parameters),
  };
}
