import { md5 } from "@noble/hashes/legacy.js";
import { lastKept } from "../../cloud/replies.ts";
import { authorize } from "./authorize.ts";
import type { OssContext } from "./context.ts";
import { OssError } from "./errors.ts";
import { plainReply, xmlDate, xmlReply } from "./reply.ts";
import { param } from "./request.ts";
import type { Bucket, StoredObject } from "./store.ts";

const KEPT_HEADERS = [
  "content-type",
  "content-disposition",
  "content-encoding",
  "content-language",
  "cache-control",
  "expires",
];

const httpDate = lastKept((ms: number) => new Date(ms).toUTCString());

/** `PUT /key`: an object from the body, or from another one by `x-oss-copy-source`. */
export function putObject(context: OssContext, bucket: Bucket, key: string): Response {
  const { exchange, store } = context;
  authorize(context, "oss:PutObject", bucket, key);
  if (exchange.received.headers.get("x-oss-forbid-overwrite") === "true" && bucket.objects.has(key))
    throw new OssError("PreconditionFailed", { reason: "there is such an object already" });
  const source = copySource(context);
  const replace = exchange.received.headers.get("x-oss-metadata-directive")?.toUpperCase() === "REPLACE";
  const body = source === undefined ? bodyOf(context) : source.body;
  const headers = source === undefined || replace ? headersToKeep(context) : source.headers;
  const object = store.objectOf(body, exchange.now(), headers);
  store.setObject(bucket.name, key, object);
  if (source === undefined) return plainReply(exchange, 200, { etag: object.etag });
  return xmlReply(exchange, "CopyObjectResult", {
    LastModified: xmlDate(object.modifiedMs),
    ETag: object.etag,
  });
}

/** `GET /key` and `HEAD /key`, whole or in part. */
export function getObject(context: OssContext, bucket: Bucket, key: string): Response {
  const { exchange, request } = context;
  authorize(context, "oss:GetObject", bucket, key);
  const object = findObject(bucket, key);
  const { headers } = exchange.received;
  const none = headers.get("if-none-match");
  if (none === object.etag || none === "*") return plainReply(exchange, 304, { etag: object.etag });
  const match = headers.get("if-match");
  if (match !== undefined && match !== "*" && match !== object.etag) throw new OssError("PreconditionFailed");
  const size = object.body.length;
  const range = rangeOf(headers.get("range"), size);
  const [from, to] = range ?? [0, size];
  const reply: Record<string, string> = { "content-type": "application/octet-stream", ...object.headers };
  for (const [name, value] of request.params)
    if (name.startsWith("response-")) reply[name.slice("response-".length)] = value;
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
  for (const key of keys) authorize(context, "oss:DeleteObject", bucket, key);
  for (const key of keys) store.setObject(bucket.name, key, undefined);
  const encoded = param(context.request, "encoding-type") === "url";
  if (/<Quiet>\s*true\s*<\/Quiet>/i.test(text)) return plainReply(exchange, 200);
  return xmlReply(exchange, "DeleteResult", {
    ...(encoded && { EncodingType: "url" }),
    Deleted: keys.map((key) => ({ Key: encoded ? encodeURIComponent(key) : key })),
  });
}

/** @throws `OssError` `NoSuchKey`. */
export function findObject(bucket: Bucket, key: string): StoredObject {
  const object = bucket.objects.get(key);
  if (object === undefined) throw new OssError("NoSuchKey", { fields: { Key: key } });
  return object;
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

/** The object that `x-oss-copy-source` names, if it is given; part of it by `x-oss-copy-source-range`. */
export function copySource(context: OssContext): StoredObject | undefined {
  const { headers } = context.exchange.received;
  const given = headers.get("x-oss-copy-source");
  if (given === undefined) return undefined;
  // The first Go client writes a blank as a plus.
  const [, bucketName = "", key = ""] =
    /^\/?([^/]+)\/(.+)$/.exec(
      decodeURIComponent(given.replace(/\?versionId=.*$/, "").replaceAll("+", " ")),
    ) ?? [];
  const bucket = context.store.bucket(bucketName);
  authorize(context, "oss:GetObject", bucket, key);
  const object = findObject(bucket, key);
  const range = rangeOf(headers.get("x-oss-copy-source-range"), object.body.length);
  return range === undefined ? object : { ...object, body: object.body.slice(...range) };
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

/** First byte and the one behind the last; `undefined` for the whole. @throws `OssError` `InvalidRange`. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | undefined {
  if (header === undefined) return undefined;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === "" && last === "") return undefined;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (from >= size || from >= to) throw new OssError("InvalidRange");
  return [from, to];
}
