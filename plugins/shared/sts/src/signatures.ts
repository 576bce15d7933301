/**
 * The signatures of requests, ACS3-HMAC-SHA256 and RPC, and the encodings that they share.
 *
 * @module
 */
import type { Host, HttpRequest } from "@alicred/core";
import { base64, hex, hmac, sha256, utf8 } from "./digests.ts";

export const STS_VERSION = "2015-04-01";

/** The headers that ACS3 covers. */
const SIGNED = /^(host$|content-type$|x-acs-)/;

const ALGORITHM = "ACS3-HMAC-SHA256";

/** A key that signs requests; a `Credentials` snapshot is one. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The STS token of a temporary key. It is sent along and covered by the signature. */
  readonly securityToken?: string | undefined;
}

/** The parts that make each signature different. */
export interface Stamp {
  /** The service's time in epoch milliseconds. It accepts 15 minutes of skew. */
  readonly timestampMs: number;
  /** Unique per request: the service refuses one that it has seen. */
  readonly nonce: string;
}

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

/** A request to sign, with every header that is to be covered. */
export interface Acs3Request {
  readonly method: string;
  readonly url: string;
  /** `x-acs-action` and `x-acs-version`, and `content-type` when there is a body. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
}

/**
 * Signs a request by ACS3-HMAC-SHA256. The signature covers the host, the content type and every `x-acs-` header.
 *
 * @returns the headers to send, names in lower case: those given, the signature's own and `authorization`. Without
 *   `host`, which `fetch` derives from the URL.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export async function signAcs3(
  { method, url, headers, body = "" }: Acs3Request,
  { accessKeyId, accessKeySecret, securityToken }: SigningKey,
  stamp: Stamp,
): Promise<Record<string, string>> {
  const { host, pathname, searchParams } = new URL(url);
  const contentSha256 = hex(await sha256(typeof body === "string" ? utf8(body) : body));
  const sent: Record<string, string> = {
    // By hand: the first `Headers` of a Node process loads all of its fetch, which costs more than the call.
    ...lowerCased(headers),
    "x-acs-date": timestamp(stamp.timestampMs),
    "x-acs-signature-nonce": stamp.nonce,
    "x-acs-content-sha256": contentSha256,
    ...(securityToken !== undefined && {
      "x-acs-accesskey-id": accessKeyId,
      "x-acs-security-token": securityToken,
    }),
  };
  const signed: Readonly<Record<string, string>> = { ...sent, host };
  const names = Object.keys(signed)
    .filter((name) => SIGNED.test(name))
    .sort();
  const lines = names.map((name) => `${name}:${signed[name]}`);
  const signedHeaders = names.join(";");
  const canonical = [
    method.toUpperCase(),
    unreserved(pathname),
    canonicalQuery(searchParams),
    ...lines,
    "",
    signedHeaders,
    contentSha256,
  ].join("\n");
  const stringToSign = `${ALGORITHM}\n${hex(await sha256(utf8(canonical)))}`;
  const signature = hex(await hmac("SHA-256", accessKeySecret, stringToSign));
  return {
    ...sent,
    authorization: `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`,
  };
}

/**
 * Signs a call of STS by ACS3-HMAC-SHA256.
 *
 * The parameters go into the query, where the metadata of this API places them and the official clients send them
 * with this signature (https://api.aliyun.com/meta/v1/products/Sts/versions/2015-04-01/api-docs.json). None of them
 * is a secret: the token travels in a header.
 */
export const acs3Signature: StsSignature = async (origin, { action, parameters }, key, stamp) => {
  const query = encodeParameters(parameters);
  const method = "POST";
  const url = `${origin}/${query && `?${query}`}`;
  const headers = { accept: "application/json", "x-acs-action": action, "x-acs-version": STS_VERSION };
  return { method, url, headers: await signAcs3({ method, url, headers }, key, stamp) };
};

/** An RPC call to sign. */
export interface RpcRequest {
  readonly method: "GET" | "POST";
  /** `Action`, `Version`, `Format` and the call's own, wherever they are sent: in the query or in a form body. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Signs an RPC call by HMAC-SHA1, signature version 1.0.
 *
 * @returns the parameters to send: those given, the signature's own and `Signature`.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
export async function signRpc(
  { method, parameters }: RpcRequest,
  { accessKeyId, accessKeySecret, securityToken }: SigningKey,
  stamp: Stamp,
): Promise<Record<string, string>> {
  const unsigned: Record<string, string> = {
    ...parameters,
    AccessKeyId: accessKeyId,
    ...(securityToken !== undefined && { SecurityToken: securityToken }),
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: stamp.nonce,
    Timestamp: timestamp(stamp.timestampMs),
  };
  const text = rpcStringToSign(method, unsigned);
  return { ...unsigned, Signature: base64(await hmac("SHA-1", `${accessKeySecret}&`, text)) };
}

/** The text that is signed, for parameters that hold everything but `Signature`. */
export function rpcStringToSign(method: string, parameters: StsOperation["parameters"]): string {
  // The encoded text has no character that encodeURIComponent and the service treat differently.
  return `${method}&%2F&${encodeURIComponent(encodeParameters(parameters))}`;
}

/**
 * Signs by HMAC-SHA1, for proxies and gateways that do not know ACS3-HMAC-SHA256. The token is a parameter here:
 * everything goes into a form body.
 */
export const rpcSignature: StsSignature = async (origin, { action, parameters }, key, stamp) => {
  const all: Record<string, string> = { Action: action, Version: STS_VERSION, Format: "JSON" };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) all[name] = value;
  return formRequest(`${origin}/`, await signRpc({ method: "POST", parameters: all }, key, stamp));
};

/** The headers as they are signed and sent: names in lower case, values without the white space around them. */
function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]);
  return Object.fromEntries(entries);
}

/** A nonce of 128 random bits, for a stamp. */
export function createNonce({ random }: Pick<Host, "random">): string {
  return hex(random(16));
}

/** A request with its parameters in a form body, which keeps secrets among them out of the URL and of access logs. */
export function formRequest(url: string, parameters: StsOperation["parameters"]): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: encodeParameters(parameters),
  };
}

/**
 * `name=value` pairs joined by `&`, sorted by name; absent values are left out. Canonical for both signatures, and a
 * valid query or form body.
 */
export function encodeParameters(parameters: StsOperation["parameters"]): string {
  const sorted = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) sorted.append(name, value);
  return canonicalQuery(sorted);
}

/** The same pairs in one order and one spelling. */
function canonicalQuery(parameters: URLSearchParams): string {
  parameters.sort();
  return unreserved(parameters.toString());
}

/** URL-encoded text in the spelling of RFC 3986, section 2.3, which differs from that of `URL` in three characters. */
function unreserved(encoded: string): string {
  return encoded.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~");
}

/** ISO 8601 in UTC with whole seconds: `2026-01-07T08:00:00Z`. */
export function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+/, "");
}
