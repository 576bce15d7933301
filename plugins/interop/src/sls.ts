/**
 * Log Service (SLS): its signature, version 4.
 *
 * @module
 */
import { webDigests } from "@alicred/plugin-kit";
import type { DigestingHost, SigningKey } from "@alicred/sts";
import { invalid } from "./call.ts";
import { encode, headerLines, sortedByName } from "./canonical.ts";
import { dateOf, scopeOf, signV4, stringToSignV4 } from "./v4.ts";

const ALGORITHM = "SLS4-HMAC-SHA256";
const SIGNED = /^(content-type$|host$|x-log-|x-acs-)/;
/** An endpoint of a region, for everybody or for one network, or the accelerating one; before it perhaps a project. */
const SLS_HOST =
  /^(?:[a-z0-9-]+\.)?(?:log-global|([a-z0-9-]+?)(?:-intranet|-internal|-share|-vpc)?\.(?:log|sls))\.aliyuncs\.com$/;

/** Whether a host is one of Log Service by its name alone. */
export function isSlsHost(hostname: string): boolean {
  return SLS_HOST.test(hostname);
}

/** A request to sign. */
export interface SlsRequest {
  readonly method: string;
  readonly url: string;
  /** `content-type` and every `x-log-` header are signed. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** As it is sent. A compressed one needs `x-log-compresstype`, and its size before that as `x-log-bodyrawsize`. */
  readonly body?: string | Uint8Array | undefined;
}

export interface SignSlsOptions {
  /** The service's time in epoch milliseconds. It accepts 15 minutes of skew. */
  readonly timestampMs: number;
  /** `cn-hangzhou`. Default: the region that the host names, which `log-global.aliyuncs.com` does not. */
  readonly region?: string | undefined;
  /** The host, for its digests: with that of Node, Deno or Bun, signing takes a fraction of the time. Default: WebCrypto. */
  readonly host?: DigestingHost | undefined;
}

/**
 * Signs a request by `SLS4-HMAC-SHA256`, for programs that send it themselves; `signingFetch` does it with the resolver's
 * credentials. The signature covers all but the headers of other names.
 *
 * @param key a `Credentials` snapshot is one
 * @returns the headers to send, names in lower case: those given, the signature's own, and `x-log-apiversion` and
 *   `x-log-bodyrawsize`, which the service demands. Without `host`, which `fetch` derives from the URL.
 * @throws {ConfigurationError} `INVALID_OPTION` without a region.
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/request-signatures
 */
export async function signSls(
  { method, url, headers = {}, body = "" }: SlsRequest,
  key: SigningKey,
  { timestampMs, region: given, host: { digests = webDigests } = {} }: SignSlsOptions,
): Promise<Record<string, string>> {
  const { host, hostname, pathname, searchParams } = new URL(url);
  const region = SLS_HOST.exec(hostname)?.[1] ?? given;
  if (region === undefined)
    throw invalid(`region: is missing, and ${host} does not name it. Name the region.`, "sls");
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const hash = await digests.sha256(bytes, "hex");
  const date = dateOf(timestampMs);
  const sent: Record<string, string> = {
    "x-log-apiversion": "0.6.0",
    "x-log-bodyrawsize": String(bytes.length),
  };
  for (const [name, value] of Object.entries(headers)) sent[name.toLowerCase()] = value.trim();
  sent["x-log-date"] = date;
  sent["x-log-content-sha256"] = hash;
  if (key.securityToken !== undefined) sent["x-acs-security-token"] = key.securityToken;
  delete sent["host"];
  const covered = { ...sent, host };
  const names = Object.keys(covered).filter((name) => SIGNED.test(name));
  const query = sortedByName([...searchParams]).map(([name, value]) =>
    value === "" ? name : `${name}=${encode(value)}`,
  );
  const canonical = [
    method.toUpperCase(),
    pathname,
    query.join("&"),
    headerLines(covered, (name) => SIGNED.test(name)),
    names.sort().join(";"),
    hash,
  ].join("\n");
  const scope = scopeOf(date, region, "sls");
  const text = await stringToSignV4(ALGORITHM, date, scope, canonical, digests);
  const signature = await signV4(digests, key, scope, text);
  sent["authorization"] = `${ALGORITHM} Credential=${key.accessKeyId}/${scope},Signature=${signature}`;
  return sent;
}
