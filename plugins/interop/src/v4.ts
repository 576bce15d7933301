/**
 * The signatures of version 4 that the services' own interfaces share: a key of the day, and the scope it is for.
 *
 * @module
 */
import type { Digests } from "@alicred/core";
import { keptMacs } from "@alicred/plugin-kit";
import type { SigningKey } from "@alicred/sts";

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

/** @param scope as `scopeOf` makes it */
export async function signV4(
  digests: Digests,
  key: SigningKey,
  scope: string,
  text: string,
): Promise<string> {
  const mac = await dayMac(digests, key, scope);
  return mac(text, "hex");
}

/**
 * @param algorithm `OSS4-HMAC-SHA256`
 * @param date as `dateOf` makes it
 */
export async function stringToSignV4(
  algorithm: string,
  date: string,
  scope: string,
  canonicalRequest: string,
  digests: Digests,
): Promise<string> {
  return `${algorithm}\n${date}\n${scope}\n${await digests.sha256(canonicalRequest, "hex")}`;
}

/** `20260304T050607Z` */
export function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d+/g, "");
}

/**
 * `20260304/cn-hangzhou/oss/aliyun_v4_request`
 *
 * @param date as `dateOf` makes it
 */
export function scopeOf(date: string, region: string, service: "oss" | "sls"): string {
  return `${date.slice(0, 8)}/${region}/${service}/aliyun_v4_request`;
}
