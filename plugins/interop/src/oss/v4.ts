/**
 * Version 4 of the signatures of OSS, in headers, URLs and forms.
 *
 * @module
 */
import type { Digests } from "@alicred/core";
import { base64, keptMacs, utf8 } from "@alicred/plugin-kit";
import type { SigningKey } from "@alicred/sts";
import { encode, encodeKey, encodePair } from "./place.ts";
import { headerLines, type OssCall, type OssSignature, sortedByName } from "./signature.ts";

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
    const scope = scopeOf(date, resource.region);
    const canonical = canonicalRequestV4({ ...call, headers: { ...call.headers, ...own } });
    const text = await stringToSignV4(date, scope, canonical, digests);
    const signature = await signV4(digests, key, scope, text);
    const names = additionalNames(additional);
    return {
      ...own,
      authorization: `${ALGORITHM} Credential=${key.accessKeyId}/${scope},${names && `AdditionalHeaders=${names},`}Signature=${signature}`,
    };
  },
  async parameters(call, key, { startMs, endMs }, digests) {
    const date = dateOf(startMs);
    const scope = scopeOf(date, call.resource.region);
    const names = additionalNames(call.additional);
    const own: Record<string, string> = names ? { "x-oss-additional-headers": names } : {};
    own["x-oss-credential"] = `${key.accessKeyId}/${scope}`;
    own["x-oss-date"] = date;
    own["x-oss-expires"] = String((endMs - startMs) / 1000);
    if (key.securityToken !== undefined) own["x-oss-security-token"] = key.securityToken;
    own["x-oss-signature-version"] = ALGORITHM;
    const parameters = [...call.parameters, ...Object.entries(own)];
    const canonical = canonicalRequestV4({ ...call, parameters });
    const text = await stringToSignV4(date, scope, canonical, digests);
    own["x-oss-signature"] = await signV4(digests, key, scope, text);
    return own;
  },
  async fields(region, key, nowMs, makePolicy, digests) {
    const date = dateOf(nowMs);
    const scope = scopeOf(date, region);
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

/** @param date the text of `x-oss-date` */
export async function stringToSignV4(
  date: string,
  scope: string,
  canonicalRequest: string,
  digests: Digests,
): Promise<string> {
  return `${ALGORITHM}\n${date}\n${scope}\n${await digests.sha256(canonicalRequest, "hex")}`;
}

/** The key of a day, a region and a service, derived from the secret. */
const dayMac = /* @__PURE__ */ keptMacs(async (digests, secret, scope) => {
  let mac = await digests.hmac("SHA-256", `aliyun_v4${secret}`);
  for (const part of scope.split("/")) {
    const derived = atob(await mac(part, "base64"));
    mac = await digests.hmac(
      "SHA-256",
      Uint8Array.from(derived, (char) => char.charCodeAt(0)),
    );
  }
  return mac;
});

/** @param scope `20260304/cn-hangzhou/oss/aliyun_v4_request` */
export async function signV4(
  digests: Digests,
  key: SigningKey,
  scope: string,
  text: string,
): Promise<string> {
  const mac = await dayMac(digests, key, scope);
  return mac(text, "hex");
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

/** `20260304T050607Z` */
function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d+/g, "");
}

function scopeOf(date: string, region: string): string {
  return `${date.slice(0, 8)}/${region}/oss/aliyun_v4_request`;
}
