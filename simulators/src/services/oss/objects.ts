import { md5 } from "@noble/hashes/legacy.js";
import { lastKept } from "../../cloud/replies.ts";
import { authorize } from "./authorize.ts";
import { isUnchanged } from "./conditions.ts";
import type { OssContext } from "./context.ts";
import { copiesItself, copySource } from "./copy.ts";
import { invalidArgument, OssError } from "./errors.ts";
import { encodingOf } from "./listing.ts";
import { rangeOf } from "./ranges.ts";
import { plainReply, xmlDate, xmlReply } from "./reply.ts";
import { type Bucket, findObject } from "./store.ts";

const KEPT_HEADERS = [
  "content-type",
  "content-disposition",
  "content-encoding",
  "content-language",
  "cache-control",
  "expires",
];

/** Characters that no header may have. */
const CONTROL = /(?!\t)\p{Cc}/u;

const httpDate = lastKept((ms: number) => new Date(ms).toUTCString());

/** Headers of a reply that a request may choose. */
const CHOSEN_HEADERS = KEPT_HEADERS.map((name) => `response-${name}`);

/** `PUT /key`: an object from the body, or from another one by `x-oss-copy-source`. */
export function putObject(context: OssContext, bucket: Bucket, key: string): Response {
  const { exchange, store } = context;
  authorize(context, "oss:PutObject", bucket, key);
  if (exchange.received.headers.has("x-oss-tagging")) authorize(context, "oss:PutObjectTagging", bucket, key);
  forbidOverwriting(context, bucket, key);
  const directive = exchange.received.headers.get("x-oss-metadata-directive")?.toUpperCase() ?? "COPY";
  const source = copySource(context, bucket);
  if (source === "unchanged") return plainReply(exchange, 304);
  if (source !== undefined && directive !== "COPY" && directive !== "REPLACE")
    throw invalidArgument("x-oss-metadata-directive", directive);
  const isReplaced = directive === "REPLACE" || copiesItself(context, bucket, key);
  const body = source === undefined ? bodyOf(context) : source.body;
  const headers = source === undefined || isReplaced ? headersToKeep(context) : source.headers;
  const object = store.objectOf(body, exchange.now(), headers);
  store.setObject(bucket.name, key, object);
  if (source === undefined) return plainReply(exchange, 200, { etag: object.etag });
  return xmlReply(exchange, "CopyObjectResult", {
    LastModified: xmlDate(object.modifiedMs),
    ETag: object.etag,
  });
}

/** Refuses to replace an object where the client asks for that. @throws `OssError` `FileAlreadyExists` */
export function forbidOverwriting({ exchange }: OssContext, bucket: Bucket, key: string): void {
  if (exchange.received.headers.get("x-oss-forbid-overwrite") === "true" && bucket.objects.has(key))
    throw new OssError("FileAlreadyExists");
}

/** `GET /key` and `HEAD /key`, whole or in part. */
export function getObject(context: OssContext, bucket: Bucket, key: string): Response {
  const { exchange, request } = context;
  authorize(context, "oss:GetObject", bucket, key);
  const object = findObject(bucket, key);
  const { headers } = exchange.received;
  const chosen = chosenHeaders(context);
  if (isUnchanged(headers, object)) return plainReply(exchange, 304, { etag: object.etag });
  const size = object.body.length;
  const isStandard = headers.get("x-oss-range-behavior") === "standard";
  const range = rangeOf(headers.get("range"), size, isStandard);
  const [from, to] = range ?? [0, size];
  const reply: Record<string, string> = {
    "content-type": "application/octet-stream",
    ...object.headers,
    ...chosen,
  };
  reply["etag"] = object.etag;
  reply["last-modified"] = httpDate(object.modifiedMs);
  reply["accept-ranges"] = "bytes";
  reply["x-oss-object-type"] = object.type;
  reply["x-oss-storage-class"] = "Standard";
  reply["content-length"] = String(to - from);
  if (range !== undefined) reply["content-range"] = `bytes ${from}-${to - 1}/${size}`;
  const body = request.method === "HEAD" ? null : object.body.subarray(from, to);
  return plainReply(exchange, range === undefined ? 200 : 206, reply, body);
}

/** A text as a header holds it: the bytes of its UTF-8. @throws `OssError` when it has characters that no header may have. */
export function headerText(name: string, value: string): string {
  if (CONTROL.test(value)) throw invalidArgument(name, value);
  return String.fromCharCode(...new TextEncoder().encode(value));
}

/**
 * Headers of the reply that the request chooses. Anonymous requests may choose the type alone.
 *
 * @throws `OssError`
 */
function chosenHeaders({ request, caller }: OssContext): Readonly<Record<string, string>> {
  const chosen: Record<string, string> = {};
  for (const [name, value] of request.params) {
    if (!CHOSEN_HEADERS.includes(name)) continue;
    if (caller === undefined && name !== "response-content-type") throw new OssError("InvalidRequest");
    chosen[name.slice("response-".length)] = headerText(name, value);
  }
  return chosen;
}

/** `DELETE /key`, whether or not there is such an object. */
export function deleteObject(context: OssContext, bucket: Bucket, key: string): Response {
  authorize(context, "oss:DeleteObject", bucket, key);
  context.store.setObject(bucket.name, key, undefined);
  return plainReply(context.exchange, 204);
}

/** `POST /?delete`: each key by itself. */
export function deleteObjects(context: OssContext, bucket: Bucket): Response {
  const { exchange, store } = context;
  const text = new TextDecoder().decode(bodyOf(context));
  const keys = [...text.matchAll(/<Object>\s*<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => unescapeXml(key));
  if (keys.length === 0 || keys.length > 1000) throw new OssError("MalformedXML");
  if (keys.includes("")) throw new OssError("UserKeyMustBeSpecified");
  for (const key of keys) authorize(context, "oss:DeleteObject", bucket, key);
  for (const key of keys) store.setObject(bucket.name, key, undefined);
  const { isEncoded, shown } = encodingOf(context.request);
  if (/<Quiet>\s*true\s*<\/Quiet>/i.test(text)) return plainReply(exchange, 200);
  return xmlReply(exchange, "DeleteResult", {
    ...(isEncoded && { EncodingType: "url" }),
    Deleted: keys.map((key) => ({ Key: shown(key) })),
  });
}

/** The address of an object, as replies state it. */
export function addressOf({ name, regionId }: Bucket, key: string): string {
  return `http://${name}.oss-${regionId}.aliyuncs.com/${encodeURIComponent(key)}`;
}

/** The body, held against Content-MD5. */
export function bodyOf({ exchange }: OssContext): Uint8Array<ArrayBuffer> {
  const { headers, body } = exchange.received;
  const given = headers.get("content-md5");
  if (given !== undefined && given !== btoa(String.fromCharCode(...md5(body))))
    throw new OssError("InvalidDigest");
  return body;
}

/** Headers of a request that its object keeps. */
export function headersToKeep({ exchange }: OssContext): Readonly<Record<string, string>> {
  const { headers } = exchange.received;
  const names = headers.names.filter((name) => KEPT_HEADERS.includes(name) || name.startsWith("x-oss-meta-"));
  return Object.fromEntries(names.map((name) => [name, headers.get(name) ?? ""]));
}

/** A text as it was before it stood in XML. */
export function unescapeXml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replaceAll("&amp;", "&");
}
