/**
 * The signatures of requests, ACS3-HMAC-SHA256 and RPC, and the encodings that they share.
 *
 * @module
 */
import type { Host, HttpRequest } from "@alicred/core";
import { hex, keptMacs, webDigests } from "@alicred/plugin-kit";

export const STS_VERSION = "2015-04-01";

/** The headers that ACS3 covers besides `host`. */
const SIGNED = /^(content-type$|x-acs-)/;

const ALGORITHM = "ACS3-HMAC-SHA256";
const SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const acs3Mac = /* @__PURE__ */ keptMacs((digests, secret) => digests.hmac("SHA-256", secret));
const rpcMac = /* @__PURE__ */ keptMacs((digests, secret) => digests.hmac("SHA-1", `${secret}&`));

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

/** The part of a host that a signature uses; absent: WebCrypto. */
export type DigestingHost = Pick<Host, "digests">;

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
  host?: DigestingHost,
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
  key: SigningKey,
  stamp: Stamp,
  { digests = webDigests }: DigestingHost = {},
): Promise<Record<string, string>> {
  const { accessKeyId, securityToken } = key;
  const { host, pathname, searchParams } = new URL(url);
  const contentSha256 = body.length === 0 ? SHA256_OF_NOTHING : await digests.sha256(body, "hex");
  const sent = lowerCased(headers);
  sent["x-acs-date"] = timestamp(stamp.timestampMs);
  sent["x-acs-signature-nonce"] = stamp.nonce;
  sent["x-acs-content-sha256"] = contentSha256;
  if (securityToken !== undefined) {
    sent["x-acs-accesskey-id"] = accessKeyId;
    sent["x-acs-security-token"] = securityToken;
  }
  const names = ["host", ...Object.keys(sent).filter((name) => SIGNED.test(name))].sort();
  let lines = "";
  for (const name of names) lines += `${name}:${name === "host" ? host : sent[name]}\n`;
  const signedHeaders = names.join(";");
  const path = unreserved(pathname);
  const query = canonicalQuery(searchParams);
  const canonical = `${method.toUpperCase()}\n${path}\n${query}\n${lines}\n${signedHeaders}\n${contentSha256}`;
  const stringToSign = `${ALGORITHM}\n${await digests.sha256(canonical, "hex")}`;
  const mac = await acs3Mac(digests, key);
  const signature = await mac(stringToSign, "hex");
  sent["authorization"] =
    `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return sent;
}

/**
 * Signs a call of STS by ACS3-HMAC-SHA256.
 *
 * The parameters go into the query, where the metadata of this API places them and the official clients send them
 * with this signature (https://api.aliyun.com/meta/v1/products/Sts/versions/2015-04-01/api-docs.json). None of them
 * is a secret: the token travels in a header.
 */
export const acs3Signature: StsSignature = async (origin, { action, parameters }, key, stamp, host) => {
  const query = encodeParameters(parameters);
  const method = "POST";
  const url = `${origin}/${query && `?${query}`}`;
  const headers = { accept: "application/json", "x-acs-action": action, "x-acs-version": STS_VERSION };
  return { method, url, headers: await signAcs3({ method, url, headers }, key, stamp, host) };
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
  key: SigningKey,
  stamp: Stamp,
  { digests = webDigests }: DigestingHost = {},
): Promise<Record<string, string>> {
  const { accessKeyId, securityToken } = key;
  const sent: Record<string, string> = { ...parameters };
  sent["AccessKeyId"] = accessKeyId;
  if (securityToken !== undefined) sent["SecurityToken"] = securityToken;
  sent["SignatureMethod"] = "HMAC-SHA1";
  sent["SignatureVersion"] = "1.0";
  sent["SignatureNonce"] = stamp.nonce;
  sent["Timestamp"] = timestamp(stamp.timestampMs);
  const mac = await rpcMac(digests, key);
  sent["Signature"] = await mac(rpcStringToSign(method, sent), "base64");
  return sent;
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
export const rpcSignature: StsSignature = async (origin, { action, parameters }, key, stamp, host) => {
  const all: Record<string, string> = { Action: action, Version: STS_VERSION, Format: "JSON" };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) all[name] = value;
  return formRequest(`${origin}/`, await signRpc({ method: "POST", parameters: all }, key, stamp, host));
};

/**
 * The headers as they are signed and sent: names in lower case, values without the white space around them. By hand: the
 * first `Headers` of a Node process loads all of its fetch, which costs more than the call.
 */
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
  return `${new Date(epochMs).toISOString().slice(0, -5)}Z`;
}
