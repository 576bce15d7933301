// Calls as the official libraries sign them: what a client computes for each of its calls.
import { createAliOss, OpenApiUtil } from "../harness/official.ts";
import type { Call } from "./compare.ts";

/** A call of an action, without its signature. */
export interface Action {
  readonly endpoint: string;
  readonly name: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface LongTermKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

const V3 = "ACS3-HMAC-SHA256";

/** A call that `@alicloud/openapi-core` signs by ACS3-HMAC-SHA256, its parameters in the query. */
export function acs3Call(
  { endpoint, name, version, parameters }: Action,
  { accessKeyId, accessKeySecret }: LongTermKey,
  timestamp: string,
  nonce: string,
): Call {
  const url = new URL(endpoint);
  const payload = OpenApiUtil.hash(Buffer.from(""), V3).toString("hex");
  const headers: Record<string, string> = {
    "x-acs-action": name,
    "x-acs-version": version,
    "x-acs-date": timestamp,
    "x-acs-signature-nonce": nonce,
    "x-acs-content-sha256": payload,
  };
  const request = {
    method: "POST",
    pathname: url.pathname,
    query: parameters,
    headers: { ...headers, host: url.host },
  };
  headers["authorization"] = OpenApiUtil.getAuthorization(request, V3, payload, accessKeyId, accessKeySecret);
  headers["accept"] = "application/json";
  const query = new URLSearchParams(parameters).toString();
  return { url: query === "" ? endpoint : `${endpoint}?${query}`, init: { method: "POST", headers } };
}

/** A call that `@alicloud/openapi-core` signs by HMAC-SHA1, its parameters in a form. */
export function rpcCall(
  { endpoint, name, version, parameters }: Action,
  { accessKeyId, accessKeySecret }: LongTermKey,
  timestamp: string,
  nonce: string,
): Call {
  const common: Record<string, string> = {
    Action: name,
    Version: version,
    Format: "JSON",
    AccessKeyId: accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: nonce,
    Timestamp: timestamp,
  };
  common["Signature"] = OpenApiUtil.getRPCSignature({ ...common, ...parameters }, "POST", accessKeySecret);
  return {
    url: `${endpoint}?${new URLSearchParams(common)}`,
    init: {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(parameters).toString(),
    },
  };
}

/** Makes calls that `ali-oss` signs by version 4. */
export function ossCalls(
  bucket: string,
  key: { readonly accessKeyId: string; readonly accessKeySecret: string; readonly securityToken: string },
): (method: "GET" | "PUT", object: string, body: string | undefined, nowMs: number) => Call {
  const client = createAliOss(bucket, key);
  return (method, object, body, nowMs) => {
    const headers: Record<string, string> = {
      "x-oss-date": new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, ""),
      "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
      "x-oss-security-token": key.securityToken,
      ...(body !== undefined && { "content-type": "text/plain" }),
    };
    headers["authorization"] = client.authorizationV4(method, { headers, queries: {} }, bucket, object);
    const url = `https://${bucket}.oss-cn-hangzhou.aliyuncs.com/${object}`;
    return { url, init: { method, headers, ...(body !== undefined && { body }) } };
  };
}
