import { createHash, createHmac } from "node:crypto";
import type { Cloud } from "../../src/mod.ts";
import { assumeAdmin, createClient, roleArn } from "./worlds.ts";

/** A key to sign with. */
export interface OssKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export const bucketUrl = "https://simulated-bucket.oss-cn-hangzhou.aliyuncs.com";

/** A request that is signed by version 4, in headers; keys of plain characters alone. */
export function signed(
  cloud: Cloud,
  keys: OssKeys,
  method: string,
  url: string,
  body?: string,
  extra: Readonly<Record<string, string>> = {},
): Request {
  const { hostname, pathname, searchParams } = new URL(url);
  const [bucket = ""] = hostname.split(".oss-");
  const date = `${new Date(cloud.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const scope = `${date.slice(0, 8)}/cn-hangzhou/oss/aliyun_v4_request`;
  const headers: Record<string, string> = {
    "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
    "x-oss-date": date,
    ...(keys.securityToken !== undefined && { "x-oss-security-token": keys.securityToken }),
    ...(body !== undefined && { "content-type": "text/plain" }),
    ...extra,
  };
  const query = [...searchParams]
    .map(([name, value]) =>
      value === "" ? name : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    )
    .sort()
    .join("&");
  const lines = Object.keys(headers)
    .filter((name) => name.startsWith("x-oss-") || name === "content-type")
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join("");
  const resource = hostname.startsWith("oss-") ? "/" : `/${bucket}${pathname}`;
  const canonical = `${method}\n${resource}\n${query}\n${lines}\n\nUNSIGNED-PAYLOAD`;
  const hash = createHash("sha256").update(canonical).digest("hex");
  let key: Buffer | string = `aliyun_v4${keys.accessKeySecret}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  const signature = createHmac("sha256", key)
    .update(`OSS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`)
    .digest("hex");
  headers["authorization"] =
    `OSS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope},Signature=${signature}`;
  return new Request(url, { method, headers, ...(body !== undefined && { body }) });
}

/** An address that is signed by version 1, good for some seconds. */
export function presigned(cloud: Cloud, keys: OssKeys, path: string, seconds: number): string {
  const expires = Math.floor(cloud.clock.now() / 1000) + seconds;
  const token = keys.securityToken === undefined ? "" : `?security-token=${keys.securityToken}`;
  const text = `GET\n\n\n${expires}\n/simulated-bucket${path}${token}`;
  const query = new URLSearchParams({
    OSSAccessKeyId: keys.accessKeyId,
    Expires: String(expires),
    Signature: createHmac("sha1", keys.accessKeySecret).update(text).digest("base64"),
    ...(keys.securityToken !== undefined && { "security-token": keys.securityToken }),
  });
  return `${bucketUrl}${path}?${query}`;
}

/** A session of a role, narrowed by a policy if one is given, and a way to send what it signs. */
export async function ossSession(
  role = "admin",
  policy?: object,
): Promise<{
  cloud: Cloud;
  keys: OssKeys;
  send(method: string, url: string, body?: string, extra?: Record<string, string>): Promise<Response>;
}> {
  const { cloud, call } = createClient();
  const params = {
    ...assumeAdmin,
    RoleArn: roleArn(role),
    ...(policy !== undefined && { Policy: JSON.stringify(policy) }),
  };
  const { Credentials = {} } = (await (await call(params)).json()) as Record<string, Record<string, string>>;
  const keys = {
    accessKeyId: Credentials["AccessKeyId"] ?? "",
    accessKeySecret: Credentials["AccessKeySecret"] ?? "",
    securityToken: Credentials["SecurityToken"] ?? "",
  };
  return {
    cloud,
    keys,
    send: (method, url, body, extra) => cloud.fetch(signed(cloud, keys, method, url, body, extra)),
  };
}
