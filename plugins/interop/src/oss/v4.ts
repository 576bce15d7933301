/**
 * Version 4 of the signatures of OSS, in headers, URLs and forms.
 *
 * @module
 */
import { base64, utf8 } from "@alicred/plugin-kit";
import type { SigningKey } from "@alicred/sts";
import { encode, headerLines, sortedByName } from "../canonical.ts";
import { dateOf, scopeOf, signV4, stringToSignV4 } from "../v4.ts";
import { encodeKey, encodePair } from "./place.ts";
import type { OssCall, OssSignature } from "./signature.ts";

const ALGORITHM = "OSS4-HMAC-SHA256";
const UNSIGNED = "UNSIGNED-PAYLOAD";
const ALWAYS_SIGNED = /^(content-type$|content-md5$|x-oss-)/;

/**
 * `OSS4-HMAC-SHA256`. The body is not covered, so that it can be a stream of any length; give `content-md5` to have it
 * checked.
 *
 * @see https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4
 */
export const ossV4: OssSignature = {
  longestMs: 604_800_000,
  async headers(call, key, nowMs, digests) {
    const date = dateOf(nowMs);
    const own = {
      "x-oss-content-sha256": UNSIGNED,
      "x-oss-date": date,
      ...tokenOf(key),
    };
    const { resource, additional } = call;
    const scope = scopeOf(date, resource.region, "oss");
    const canonical = canonicalRequestV4({ ...call, headers: { ...call.headers, ...own } });
    const text = await stringToSignV4(ALGORITHM, date, scope, canonical, digests);
    const signature = await signV4(digests, key, scope, text);
    const names = additionalNames(additional);
    return {
      ...own,
      authorization: `${ALGORITHM} Credential=${key.accessKeyId}/${scope},${names && `AdditionalHeaders=${names},`}Signature=${signature}`,
    };
  },
  async parameters(call, key, { startMs, endMs }, digests) {
    const date = dateOf(startMs);
    const scope = scopeOf(date, call.resource.region, "oss");
    const names = additionalNames(call.additional);
    const own: Record<string, string> = names ? { "x-oss-additional-headers": names } : {};
    own["x-oss-credential"] = `${key.accessKeyId}/${scope}`;
    own["x-oss-date"] = date;
    own["x-oss-expires"] = String((endMs - startMs) / 1000);
    if (key.securityToken !== undefined) own["x-oss-security-token"] = key.securityToken;
    own["x-oss-signature-version"] = ALGORITHM;
    const parameters = [...call.parameters, ...Object.entries(own)];
    const canonical = canonicalRequestV4({ ...call, parameters });
    const text = await stringToSignV4(ALGORITHM, date, scope, canonical, digests);
    own["x-oss-signature"] = await signV4(digests, key, scope, text);
    return own;
  },
  async fields(region, key, nowMs, makePolicy, digests) {
    const date = dateOf(nowMs);
    const scope = scopeOf(date, region, "oss");
    const own: Record<string, string> = {
      "x-oss-signature-version": ALGORITHM,
      "x-oss-credential": `${key.accessKeyId}/${scope}`,
      "x-oss-date": date,
      ...tokenOf(key),
    };
    const conditions = Object.entries(own).map(([name, value]) => ({ [name]: value }));
    const policy = base64(utf8(makePolicy(conditions)));
    return { ...own, policy, "x-oss-signature": await signV4(digests, key, scope, policy) };
  },
};

export function canonicalRequestV4({ method, resource, parameters, headers, additional }: OssCall): string {
  const { bucket, key } = resource;
  const query = sortedByName(
    parameters.map(([name, value]) => [encode(name), encodePair(name, value)] as const),
  );
  return [
    method,
    encodeKey(bucket === undefined ? "/" : `/${bucket}/${key}`),
    query.map(([, pair]) => pair).join("&"),
    headerLines(headers, (name) => ALWAYS_SIGNED.test(name) || additional.includes(name)),
    additionalNames(additional),
    headers["x-oss-content-sha256"] ?? UNSIGNED,
  ].join("\n");
}

function tokenOf({ securityToken }: SigningKey): Record<string, string> {
  return securityToken === undefined ? {} : { "x-oss-security-token": securityToken };
}

function additionalNames(additional: readonly string[]): string {
  return additional
    .filter((name) => !ALWAYS_SIGNED.test(name))
    .sort()
    .join(";");
}
