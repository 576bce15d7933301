import { byCodePoint } from "../../cloud/percent.ts";
import { authorize } from "./authorize.ts";
import type { OssContext } from "./context.ts";
import { commonPrefix, encodingOf, wholeNumber } from "./listing.ts";
import { xmlDate, xmlReply } from "./reply.ts";
import { param } from "./request.ts";
import type { Bucket, Upload } from "./store.ts";

const MAX_UPLOADS = 1000;

/** `GET /?uploads`: multipart uploads under way, by key and id, page by page. */
export function listUploads(context: OssContext, bucket: Bucket): Response {
  const { request, exchange } = context;
  authorize(context, "oss:ListMultipartUploads", bucket);
  const { isEncoded, shown } = encodingOf(request);
  const [prefix, delimiter, keyMarker, idMarker] = [
    "prefix",
    "delimiter",
    "key-marker",
    "upload-id-marker",
  ].map((name) => param(request, name) ?? "") as [string, string, string, string];
  const most = wholeNumber(request, "max-uploads", { otherwise: MAX_UPLOADS, most: MAX_UPLOADS });
  const uploads: Upload[] = [];
  const prefixes = new Set<string>();
  let last: Upload | undefined;
  let isTruncated = false;
  for (const upload of [...bucket.uploads.values()].toSorted(byKeyAndId)) {
    const { key, id } = upload;
    if (!key.startsWith(prefix) || !isBehind(key, id, keyMarker, idMarker)) continue;
    const common = commonPrefix(key, prefix, delimiter);
    if (common !== undefined && (prefixes.has(common) || common === keyMarker)) continue;
    isTruncated = uploads.length + prefixes.size === most;
    if (isTruncated) break;
    if (common === undefined) uploads.push(upload);
    else prefixes.add(common);
    last = common === undefined ? upload : { ...upload, key: common, id: "" };
  }
  return xmlReply(exchange, "ListMultipartUploadsResult", {
    Bucket: bucket.name,
    ...(isEncoded && { EncodingType: "url" }),
    KeyMarker: shown(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: shown(last?.key ?? ""),
    NextUploadIdMarker: last?.id,
    Delimiter: shown(delimiter),
    Prefix: shown(prefix),
    MaxUploads: String(most),
    IsTruncated: String(isTruncated),
    Upload: uploads.map(({ id, key, startedMs }) => ({
      Key: shown(key),
      UploadId: id,
      Initiated: xmlDate(startedMs),
    })),
    CommonPrefixes: [...prefixes].map((one) => ({ Prefix: shown(one) })),
  });
}

/** Whether an upload comes behind the markers; without an id, all of the marked key are before. */
function isBehind(key: string, id: string, keyMarker: string, idMarker: string): boolean {
  const order = byCodePoint(key, keyMarker);
  return order > 0 || (order === 0 && keyMarker !== "" && idMarker !== "" && byCodePoint(id, idMarker) > 0);
}

function byKeyAndId(a: Upload, b: Upload): number {
  return byCodePoint(a.key, b.key) || byCodePoint(a.id, b.id);
}
