import { createHash, createHmac } from "node:crypto";

/**
 * A client's own signer, written from the public description of the signatures and sharing nothing with the simulator.
 */
export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

export type Params = Readonly<Record<string, string>>;

export interface SignOptions {
  readonly keys: Keys;
  readonly params: Params;
  readonly timestamp: string;
  readonly nonce: string;
  readonly method?: "GET" | "POST";
  /** Base URL, default `https://sts.aliyuncs.com/`. */
  readonly endpoint?: string;
  /** Where the business parameters travel. Default query for v3 and GET, the form for v1 POST. */
  readonly place?: "query" | "form";
}

const UNRESERVED = /^[A-Za-z0-9\-_.~]*$/;
/** The characters that `encodeURIComponent` leaves as they are, and the signatures do not. */
const LEFT_BY_URI = /[!'()*]/g;

export function encode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  // By way of bytes: `encodeURIComponent` throws for half of a surrogate pair.
  return encodeURIComponent(Buffer.from(text).toString()).replace(
    LEFT_BY_URI,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function encodeAll(params: Params): string {
  const names = Object.keys(params);
  // Code units are in the order of bytes for names like these, and compared in a tenth of the time.
  if (names.every((name) => UNRESERVED.test(name))) names.sort();
  else names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return names.map((name) => `${encode(name)}=${encode(params[name] ?? "")}`).join("&");
}

export function v1StringToSign(method: string, params: Params): string {
  return `${method}&%2F&${encode(encodeAll(params))}`;
}

export function v1Signature(secret: string, stringToSign: string): string {
  return createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
}

/** All parameters of a v1 request, signature included. */
export function v1Params(options: SignOptions): Record<string, string> {
  const { keys, method = "POST", timestamp, nonce } = options;
  const params: Record<string, string> = {
    Version: "2015-04-01",
    Format: "JSON",
    Timestamp: timestamp,
    SignatureNonce: nonce,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    AccessKeyId: keys.accessKeyId,
    ...(keys.securityToken && { SecurityToken: keys.securityToken }),
    ...options.params,
  };
  params["Signature"] = v1Signature(keys.accessKeySecret, v1StringToSign(method, params));
  return params;
}

const common = /^(Version|Action|Format|Timestamp|Signature.*|AccessKeyId|SecurityToken)$/;

/**
 * Lays a v1 request out as the official SDKs do: GET with everything in the query, or POST with business parameters in
 * a form.
 */
export function v1Request(options: SignOptions): Request {
  const {
    method = "POST",
    endpoint = "https://sts.aliyuncs.com/",
    place = method === "POST" ? "form" : "query",
  } = options;
  const entries = Object.entries(v1Params(options));
  if (place === "query") {
    return new Request(`${endpoint}?${encodeAll(Object.fromEntries(entries))}`, { method });
  }
  const query = Object.fromEntries(entries.filter(([name]) => common.test(name)));
  const form = Object.fromEntries(entries.filter(([name]) => !common.test(name)));
  return new Request(`${endpoint}?${encodeAll(query)}`, {
    method,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: encodeAll(form),
  });
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export interface V3Parts {
  readonly canonicalRequest: string;
  readonly request: Request;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export function v3Parts(options: SignOptions): V3Parts {
  const {
    keys,
    method = "POST",
    endpoint = "https://sts.aliyuncs.com/",
    place = "query",
    timestamp,
    nonce,
  } = options;
  const { Action = "", Version = "2015-04-01", ...business } = options.params;
  const url = new URL(endpoint);
  const encoded = encodeAll(business);
  const query = place === "query" ? encoded : "";
  const body = place === "form" ? encoded : "";
  const headers: Record<string, string> = {
    "x-acs-version": Version,
    "x-acs-action": Action,
    "x-acs-date": timestamp,
    "x-acs-signature-nonce": nonce,
    "x-acs-content-sha256": sha256(body),
    ...(place === "form" && { "content-type": "application/x-www-form-urlencoded" }),
    ...(keys.securityToken && {
      "x-acs-accesskey-id": keys.accessKeyId,
      "x-acs-security-token": keys.securityToken,
    }),
  };
  const signed: Record<string, string> = { host: url.host, ...headers };
  const names = Object.keys(signed).sort();
  const canonicalRequest = [
    method,
    url.pathname,
    query,
    names.map((name) => `${name}:${signed[name]}\n`).join(""),
    names.join(";"),
    sha256(body),
  ].join("\n");
  const signature = createHmac("sha256", keys.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonicalRequest)}`)
    .digest("hex");
  headers["authorization"] =
    `ACS3-HMAC-SHA256 Credential=${keys.accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
  headers["accept"] = "application/json";
  const target = query ? `${url.href}?${query}` : url.href;
  return {
    canonicalRequest,
    url: target,
    headers,
    body,
    request: new Request(target, { method, headers, ...(body && { body }) }),
  };
}

export function v3Request(options: SignOptions): Request {
  return v3Parts(options).request;
}
