import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { byCodePoint, percentEncode } from "../../cloud/percent.ts";
import { createDigests } from "../../cloud/rpc/native-digests.ts";
import type { OssRequest } from "./request.ts";

const PLAIN_PATH = /^[\w.~/-]*$/;

/** Name of the algorithm of version 4. */
export const ALGORITHM_V4 = "OSS4-HMAC-SHA256";

/** Parameters that version 1 signs: the union of what official clients sign. */
const SUB_RESOURCES: ReadonlySet<string> = new Set(
  `acl append asyncFetch bucketInfo callback callback-var cname comp continuation-token cors delete encryption endTime
  inventory inventoryId lifecycle live location logging metaQuery objectMeta partNumber policy position qos qosInfo
  referer regionList replication replicationLocation replicationProgress requestPayment resourceGroup
  response-cache-control response-content-disposition response-content-encoding response-content-language
  response-content-type response-expires restore security-token sequential startTime stat status style styleName symlink
  tagging transferAcceleration uploadId uploads versionId versioning versions vod website worm wormExtend wormId`.split(
    /\s+/,
  ),
);

/** The string that version 1 signs. @param date - the date of the headers, or the expiry of a URL. */
export function stringToSignV1(request: OssRequest, date: string): string {
  const { method, bucket, key = "", params, received } = request;
  const { headers } = received;
  const ossHeaders = headers.names.filter((name) => name.startsWith("x-oss-")).toSorted(byCodePoint);
  const lines = ossHeaders.map((name) => `${name}:${(headers.get(name) ?? "").trim()}\n`).join("");
  const signed = params
    .filter(([name]) => SUB_RESOURCES.has(name) || (name.startsWith("x-oss-") && name !== "x-oss-signature"))
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`));
  const resource = bucket === undefined ? "/" : `/${bucket}/${key}`;
  return `${method}\n${headers.get("content-md5") ?? ""}\n${headers.get("content-type") ?? ""}\n${date}\n${lines}${resource}${signed.length > 0 ? `?${signed.join("&")}` : ""}`;
}

/** The canonical request of version 4. @param additional - names of headers that are signed beyond the usual ones. */
export function canonicalRequestV4(
  request: OssRequest,
  additional: readonly string[],
  emptyAsIs = false,
): string {
  const { method, bucket, key = "", params, received } = request;
  const { headers } = received;
  let lines = "";
  let hasHost = false;
  // A request gives its headers in their order.
  for (const name of headers.names) {
    const isSigned =
      name.startsWith("x-oss-") ||
      name === "content-type" ||
      name === "content-md5" ||
      additional.includes(name);
    if (!isSigned) continue;
    if (name === "host") hasHost = true;
    lines += `${name}:${(name === "host" ? received.host : (headers.get(name) ?? "")).trim()}\n`;
  }
  if (!hasHost && additional.includes("host")) lines = withHost(lines, received.host);
  const path = bucket === undefined ? "/" : `/${bucket}/${key}`;
  const payload = headers.get("x-oss-content-sha256") ?? "UNSIGNED-PAYLOAD";
  const names = additional.length > 1 ? additional.toSorted(byCodePoint).join(";") : (additional[0] ?? "");
  return `${method}\n${encodePath(path)}\n${queryV4(params, emptyAsIs)}\n${lines}\n${names}\n${payload}`;
}

function queryV4(params: OssRequest["params"], emptyAsIs: boolean): string {
  if (params.length === 0) return "";
  return params
    .filter(([name]) => name !== "x-oss-signature")
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([name, value]) => (value === "" && !emptyAsIs ? name : `${name}=${value}`))
    .join("&");
}

function withHost(lines: string, host: string): string {
  const all = [...lines.split("\n").filter(Boolean), `host:${host.trim()}`];
  return all
    .toSorted(byCodePoint)
    .map((line) => `${line}\n`)
    .join("");
}

function encodePath(path: string): string {
  return PLAIN_PATH.test(path) ? path : path.split("/").map(percentEncode).join("/");
}

/** The signatures of a world, with what makes them quick. */
export interface OssSignatures {
  /** The string that version 4 signs. @param date - `x-oss-date`, or with the first Go client the header Date. */
  toSignV4(canonicalRequest: string, date: string, scope: string): string;
  /**
   * Version 4, where there is a scope: HMAC-SHA256 by a key of the scope, in lower-case hexadecimal. Version 1 without:
   * HMAC-SHA1 with the secret, in Base64.
   *
   * @param scope - `20260304/cn-hangzhou/oss/aliyun_v4_request`
   */
  sign(secret: string, scope: string | undefined, text: string): string;
}

/** For `world.use`. The digests keep the keys of scopes: to derive one takes as long as four signatures. */
export function createOssSignatures(): OssSignatures {
  const digests = createDigests();
  return {
    toSignV4: (canonical, date, scope) => `${ALGORITHM_V4}\n${date}\n${scope}\n${digests.sha256(canonical)}`,
    sign: (secret, scope, text) =>
      scope === undefined
        ? digests.hmacSha1(secret, text)
        : digests.hmacSha256(`${scope} ${secret}`, text, () => signingKey(secret, scope)),
  };
}

function signingKey(secret: string, scope: string): Uint8Array {
  let key: Uint8Array = utf8ToBytes(`aliyun_v4${secret}`);
  for (const part of scope.split("/")) key = hmac(sha256, key, utf8ToBytes(part));
  return key;
}
