import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { authorize } from "./authorize.ts";
import type { OssContext } from "./context.ts";
import { copySource } from "./copy.ts";
import { invalidArgument, OssError } from "./errors.ts";
import { encodingOf, wholeNumber } from "./listing.ts";
import { addressOf, bodyOf, forbidOverwriting, headersToKeep, unescapeXml } from "./objects.ts";
import { plainReply, xmlDate, xmlReply } from "./reply.ts";
import { param } from "./request.ts";
import type { Bucket, StoredObject, Upload } from "./store.ts";

const MAX_PARTS = 10_000;
/** Of every part but the last. */
const LEAST_PART_BYTES = 102_400;

/** `POST /key?uploads` */
export function initiateUpload(context: OssContext, bucket: Bucket, key: string): Response {
  const { store, exchange } = context;
  authorize(context, "oss:PutObject", bucket, key);
  forbidOverwriting(context, bucket, key);
  const id = store.newUploadId();
  const upload: Upload = {
    id,
    key,
    startedMs: exchange.now(),
    headers: headersToKeep(context),
    parts: new Map(),
  };
  store.setUpload(bucket.name, id, upload);
  return xmlReply(exchange, "InitiateMultipartUploadResult", {
    Bucket: bucket.name,
    ...named(context, key),
    UploadId: id,
  });
}

/** `PUT /key?partNumber&uploadId`, also as a copy of another object or a part of it. */
export function uploadPart(context: OssContext, bucket: Bucket, key: string): Response {
  const { store, exchange, request } = context;
  authorize(context, "oss:PutObject", bucket, key);
  const upload = findUpload(context, bucket, key);
  const given = param(request, "partNumber") ?? "";
  const number = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (number < 1 || number > MAX_PARTS) throw invalidArgument("partNumber", given);
  const source = copySource(context, bucket);
  if (source === "unchanged") return plainReply(exchange, 304);
  const part = store.objectOf(source?.body ?? bodyOf(context), exchange.now(), {});
  store.setUpload(bucket.name, upload.id, { ...upload, parts: new Map(upload.parts).set(number, part) });
  if (source === undefined) return plainReply(exchange, 200, { etag: part.etag });
  return xmlReply(exchange, "CopyPartResult", { LastModified: xmlDate(part.modifiedMs), ETag: part.etag });
}

/** `GET /key?uploadId`: its parts, page by page. */
export function listParts(context: OssContext, bucket: Bucket, key: string): Response {
  const { request, exchange } = context;
  authorize(context, "oss:ListParts", bucket, key);
  const { id, parts } = findUpload(context, bucket, key);
  const most = wholeNumber(request, "max-parts", { otherwise: 1000, most: 1000 });
  const after = wholeNumber(request, "part-number-marker", { otherwise: 0, least: 0, most: MAX_PARTS });
  const rest = [...parts].filter(([number]) => number > after).toSorted(([a], [b]) => a - b);
  const page = rest.slice(0, most);
  return xmlReply(exchange, "ListPartsResult", {
    Bucket: bucket.name,
    ...named(context, key),
    UploadId: id,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.[0] ?? 0),
    MaxParts: String(most),
    IsTruncated: String(page.length < rest.length),
    Part: page.map(([number, { modifiedMs, etag, body }]) => ({
      PartNumber: String(number),
      LastModified: xmlDate(modifiedMs),
      ETag: etag,
      Size: String(body.length),
    })),
  });
}

/**
 * `POST /key?uploadId`: the parts that the body lists, in ascending order, as one object; all of them by
 * `x-oss-complete-all`.
 */
export function completeUpload(context: OssContext, bucket: Bucket, key: string): Response {
  const { store, exchange } = context;
  authorize(context, "oss:PutObject", bucket, key);
  const upload = findUpload(context, bucket, key);
  const parts = partsToJoin(context, upload);
  if (parts.slice(0, -1).some((part) => part.body.length < LEAST_PART_BYTES))
    throw new OssError("EntityTooSmall");
  forbidOverwriting(context, bucket, key);
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.body.length, 0));
  let at = 0;
  for (const part of parts) {
    body.set(part.body, at);
    at += part.body.length;
  }
  const digests = parts.map(({ etag }) => etag.slice(1, -1).toLowerCase()).join("");
  const etag = `"${bytesToHex(md5(hexToBytes(digests))).toUpperCase()}-${parts.length}"`;
  const object: StoredObject = {
    body,
    etag,
    modifiedMs: exchange.now(),
    headers: upload.headers,
    type: "Multipart",
  };
  store.setObject(bucket.name, key, object);
  store.setUpload(bucket.name, upload.id, undefined);
  const fields = {
    Location: addressOf(bucket, key),
    Bucket: bucket.name,
    ...named(context, key),
    ETag: etag,
  };
  // Clients of Node and Python read the header and not the body.
  return xmlReply(exchange, "CompleteMultipartUploadResult", fields, { etag });
}

/** `DELETE /key?uploadId` */
export function abortUpload(context: OssContext, bucket: Bucket, key: string): Response {
  authorize(context, "oss:AbortMultipartUpload", bucket, key);
  context.store.setUpload(bucket.name, findUpload(context, bucket, key).id, undefined);
  return plainReply(context.exchange, 204);
}

function findUpload({ request }: OssContext, bucket: Bucket, key: string): Upload {
  const id = param(request, "uploadId") ?? "";
  const upload = bucket.uploads.get(id);
  if (upload?.key !== key) throw new OssError("NoSuchUpload", { fields: { UploadId: id } });
  return upload;
}

function partsToJoin(context: OssContext, upload: Upload): readonly StoredObject[] {
  const { headers, body } = context.exchange.received;
  const all = headers.get("x-oss-complete-all");
  if (all === undefined) return listedParts(context, upload);
  if (all.toLowerCase() !== "yes" || body.length > 0)
    throw invalidArgument("x-oss-complete-all", all, "it is yes, and comes without a body");
  if (upload.parts.size === 0) throw new OssError("InvalidPart");
  return [...upload.parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
}

function listedParts(context: OssContext, upload: Upload): readonly StoredObject[] {
  const text = new TextDecoder().decode(bodyOf(context));
  const listed = [...text.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, part = ""]) => ({
    number: Number(/<PartNumber>\s*(\d+)\s*</.exec(part)?.[1]),
    etag: unescapeXml(/<ETag>\s*([^<]*?)\s*</.exec(part)?.[1] ?? "").replaceAll('"', ""),
  }));
  if (listed.length === 0 || listed.some(({ number }) => Number.isNaN(number)))
    throw new OssError("MalformedXML");
  return listed.map(({ number, etag }, index) => {
    if (index > 0 && number <= (listed[index - 1]?.number ?? 0)) throw new OssError("InvalidPartOrder");
    const part = upload.parts.get(number);
    if (part === undefined || part.etag.slice(1, -1) !== etag.toUpperCase())
      throw new OssError("InvalidPart");
    return part;
  });
}

function named(
  { request }: OssContext,
  key: string,
): { readonly EncodingType?: string; readonly Key: string } {
  const { isEncoded, shown } = encodingOf(request);
  return { ...(isEncoded && { EncodingType: "url" }), Key: shown(key) };
}
