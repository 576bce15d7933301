/**
 * Version 1 of the signatures of OSS, for what does not know version 4.
 *
 * @module
 */
import type { Digests } from "@alicred/core";
import { base64, keptMacs, utf8 } from "@alicred/plugin-kit";
import type { SigningKey } from "@alicred/sts";
import { headerLines, sortedByName } from "../canonical.ts";
import type { OssCall, OssSignature } from "./signature.ts";

/** The parameters that version 1 signs, as the official clients list them, together. */
const SIGNED_PARAMETERS: ReadonlySet<string> = new Set(
  (
    "acl append asyncFetch bucketInfo callback callback-var cname comp continuation-token cors delete encryption endTime " +
    "inventory inventoryId lifecycle live location logging metaQuery objectMeta partNumber policy position qos qosInfo " +
    "referer regionList replication replicationLocation replicationProgress requestPayment resourceGroup " +
    "response-cache-control response-content-disposition response-content-encoding response-content-language " +
    "response-content-type response-expires restore security-token sequential startTime stat status style styleName " +
    "symlink tagging transferAcceleration uploadId uploads versionId versioning versions vod website worm wormExtend wormId"
  ).split(" "),
);

/**
 * HMAC-SHA1. Use `ossV4`, unless something between the program and OSS does not know it. The `x-oss-` parameters of a URL
 * are signed too.
 *
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/include-signatures-in-the-authorization-header
 */
export const ossV1: OssSignature = {
  // OSS sets no limit; ten years tell a life from a point in time.
  longestMs: 315_360_000_000,
  async headers(call, key, nowMs, digests) {
    const { accessKeyId, securityToken } = key;
    // The header `date` is not for programs to set, so this one stands for it, and is signed twice.
    const date = new Date(nowMs).toUTCString();
    const own = {
      "x-oss-date": date,
      ...(securityToken !== undefined && { "x-oss-security-token": securityToken }),
    };
    const text = stringToSignV1({ ...call, headers: { ...call.headers, ...own } }, date);
    return { ...own, authorization: `OSS ${accessKeyId}:${await signV1(digests, key, text)}` };
  },
  async parameters(call, key, { endMs }, digests) {
    const { accessKeyId, securityToken } = key;
    const expires = String(endMs / 1000);
    const token = securityToken === undefined ? {} : { "security-token": securityToken };
    const parameters = [...call.parameters, ...Object.entries(token)];
    const text = stringToSignV1({ ...call, parameters }, expires);
    const signature = await signV1(digests, key, text);
    return { OSSAccessKeyId: accessKeyId, Expires: expires, ...token, Signature: signature };
  },
  async fields(_region, key, _nowMs, makePolicy, digests) {
    const { accessKeyId, securityToken } = key;
    const policy = base64(utf8(makePolicy([])));
    return {
      OSSAccessKeyId: accessKeyId,
      policy,
      Signature: await signV1(digests, key, policy),
      ...(securityToken !== undefined && { "x-oss-security-token": securityToken }),
    };
  },
};

/** @param date the date of the headers, or the end of a URL in seconds */
export function stringToSignV1({ method, resource, parameters, headers }: OssCall, date: string): string {
  const { bucket, key } = resource;
  const signed = sortedByName(parameters)
    .filter(([name]) => SIGNED_PARAMETERS.has(name) || name.startsWith("x-oss-"))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&");
  const path = bucket === undefined ? "/" : `/${bucket}/${key}`;
  const lines = headerLines(headers, (name) => name.startsWith("x-oss-"));
  const { "content-md5": md5 = "", "content-type": type = "" } = headers;
  return `${method}\n${md5}\n${type}\n${date}\n${lines}${path}${signed && `?${signed}`}`;
}

const keyMac = /* @__PURE__ */ keptMacs((digests, secret) => digests.hmac("SHA-1", secret));

export async function signV1(digests: Digests, key: SigningKey, text: string): Promise<string> {
  const mac = await keyMac(digests, key);
  return mac(text, "base64");
}
