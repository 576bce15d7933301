/**
 * Signs one request to OSS by a key that the program holds.
 *
 * @module
 */
import { webDigests } from "@alicred/plugin-kit";
import type { DigestingHost, SigningKey } from "@alicred/sts";
import { invalid, type OssPlace, readResource } from "./place.ts";
import type { OssCall, OssRequest, OssSignature } from "./signature.ts";
import { ossV4 } from "./v4.ts";

/** The place of the bucket, needed where the URL's host does not say it, and how to sign. */
export interface OssSigningOptions extends OssPlace {
  /** Default: `ossV4`. */
  readonly signature?: OssSignature | undefined;
  /**
   * Names of headers that version 4 signs besides those that it always signs, such as `host`, with which a request works at
   * no other address. Default: none.
   */
  readonly additionalHeaders?: readonly string[] | undefined;
}

export interface SignOssOptions extends OssSigningOptions {
  /** The service's time in epoch milliseconds. It accepts 15 minutes of skew. */
  readonly timestampMs: number;
  /** The host, for its digests: with that of Node, Deno or Bun, signing takes a fraction of the time. Default: WebCrypto. */
  readonly host?: DigestingHost | undefined;
}

/**
 * Signs a request, for programs that send it themselves. `ossFetch` does it with the resolver's credentials.
 *
 * @param key a `Credentials` snapshot is one
 * @returns the headers to send, names in lower case: those given and the signature's own. Send `content-type` as it is.
 * @throws {ConfigurationError} `INVALID_OPTION` for a URL that is not one of OSS or of the place, and for a header that is
 *   not ASCII.
 */
export async function signOss(
  request: OssRequest,
  key: SigningKey,
  options: SignOssOptions,
): Promise<Record<string, string>> {
  const { signature = ossV4, timestampMs, host: { digests = webDigests } = {} } = options;
  const call = readOssCall(request, options);
  const { host: _, ...given } = call.headers;
  return { ...given, ...(await signature.headers(call, key, timestampMs, digests)) };
}

/** Reads what the signatures cover. */
export function readOssCall(
  { method, url, headers = {} }: OssRequest,
  { additionalHeaders = [], ...place }: OssSigningOptions,
): OssCall {
  const address = new URL(url);
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()] as const);
  for (const [name, value] of named)
    if (!/^[\t -~]*$/.test(value))
      throw invalid(`header ${name}: is not ASCII, and clients differ in how they send it. Encode it.`);
  const additional = [...new Set(additionalHeaders.map((name) => name.toLowerCase()))];
  return {
    method: method.toUpperCase(),
    resource: readResource(address, place),
    parameters: [...address.searchParams],
    headers: { ...Object.fromEntries(named), host: address.host },
    additional,
  };
}
