import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { authorize } from "./authorize.ts";
import type { OssContext } from "./context.ts";
import { OssError } from "./errors.ts";
import { addressOf, bodyOf, copySource, headersToKeep, unescapeXml } from "./objects.ts";
import { plainReply, xmlDate, xmlReply } from "./reply.ts";
import { param } from "./request.ts";
import type { Bucket, StoredObject, Upload } from "./store.ts";

const MAX_PARTS = 10_000;

/** `POST /key?uploads` */
export function initiateUpload(context: OssContext, bucket: Bucket, key: string): Response {
  const { store, exchange } = context;
  authorize(context, "oss:PutObject", bucket, key);
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
  const number = Number(param(request, "partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS)
    throw new OssError("InvalidArgument", {
      fields: { ArgumentName: "partNumber", ArgumentValue: String(number) },
    });
  const source = copySource(context);
  const part = store.objectOf(source?.body ?? bodyOf(context), exchange.now(), {});
  store.setUpload(bucket.name, upload.id, { ...upload, parts: new Map(upload.parts).set(number, part) });
  if (source === undefined) return plainReply(exchange, 200, { etag: part.etag });
  return xmlReply(exchange, "CopyPartResult", { LastModified: xmlDate(part.modifiedMs), ETag: part.etag });
}

/** `GET /key?uploadId` */
export function listParts(context: OssContext, bucket: Bucket, key: string): Response {
  authorize(context, "oss:ListParts", bucket, key);
  const { id, parts } = findUpload(context, bucket, key);
  return xmlReply(context.exchange, "ListPartsResult", {
    Bucket: bucket.name,
    ...named(context, key),
    UploadId: id,
    NextPartNumberMarker: String(Math.max(0, ...parts.keys())),
    MaxParts: "1000",
    IsTruncated: "false",
    Part: [...parts]
      .toSorted(([a], [b]) => a - b)
      .map(([number, { modifiedMs, etag, body }]) => ({
        PartNumber: String(number),
        LastModified: xmlDate(modifiedMs),
        ETag: etag,
        Size: String(body.length),
      })),
  });
}

/** `GET /?uploads` */
export function listUploads(context: OssContext, bucket: Bucket): Response {
  authorize(context, "oss:ListMultipartUploads", bucket);
  return xmlReply(context.exchange, "ListMultipartUploadsResult", {
    Bucket: bucket.name,
    IsTruncated: "false",
    MaxUploads: "1000",
    Upload: [...bucket.uploads.values()].map(({ id, key, startedMs }) => ({
      Key: key,
      UploadId: id,
      Initiated: xmlDate(startedMs),
    })),
  });
}

/** `POST /key?uploadId`: the parts that the body lists, in ascending order, as one object. */
export function completeUpload(context: OssContext, bucket: Bucket, key: string): Response {
  const { store, exchange } = context;
  authorize(context, "oss:PutObject", bucket, key);
  const upload = findUpload(context, bucket, key);
  const parts = listedParts(context, upload);
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

function listedParts(context: OssContext, upload: Upload): readonly StoredObject[] {
  const text = new TextDecoder().decode(bodyOf(context));
  const listed = [...text.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, part = ""]) => ({
    number: Number(/<PartNumber>\s*(\d+)\s*</.exec(part)?.[1]),
    etag: unescapeXml(/<ETag>\s*([^<]*?)\s*</.exec(part)?.[1] ?? "").replaceAll('"', ""),
  }));
  if (listed.length === 0) throw new OssError("MalformedXML");
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
  const encoded = param(request, "encoding-type") === "url";
  return encoded ? { EncodingType: "url", Key: encodeURIComponent(key) } : { Key: key };
}
