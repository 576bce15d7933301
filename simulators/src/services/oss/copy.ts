import { authorize } from "./authorize.ts";
import { isUnchanged } from "./conditions.ts";
import type { OssContext } from "./context.ts";
import { OssError } from "./errors.ts";
import { rangeOf } from "./ranges.ts";
import { type Bucket, findObject, type StoredObject } from "./store.ts";

const SOURCE = "x-oss-copy-source";

/**
 * The object that `x-oss-copy-source` names, if it is given; part of it by `x-oss-copy-source-range`; `unchanged` when its
 * conditions say that there is nothing to copy.
 *
 * @param target - the bucket to copy to, which must be in the same region.
 * @throws `OssError`
 */
export function copySource(context: OssContext, target: Bucket): StoredObject | "unchanged" | undefined {
  const { headers } = context.exchange.received;
  const named = sourceName(context);
  if (named === undefined) return undefined;
  const bucket = context.store.bucket(named.bucket);
  if (bucket.regionId !== target.regionId) throw new OssError("AccessDenied:region");
  authorize(context, "oss:GetObject", bucket, named.key);
  const object = findObject(bucket, named.key);
  if (isUnchanged(headers, object, `${SOURCE}-`)) return "unchanged";
  const range = rangeOf(headers.get(`${SOURCE}-range`), object.body.length);
  return range === undefined ? object : { ...object, body: object.body.slice(...range) };
}

/** Whether an object is copied onto itself: its metadata is then replaced, whatever the directive says. */
export function copiesItself(context: OssContext, bucket: Bucket, key: string): boolean {
  const named = sourceName(context);
  return named?.bucket === bucket.name && named.key === key;
}

/** @throws `OssError` for a source that names no bucket and key, or cannot be decoded. */
function sourceName({ exchange }: OssContext): { readonly bucket: string; readonly key: string } | undefined {
  const given = exchange.received.headers.get(SOURCE);
  if (given === undefined) return undefined;
  // The first Go client writes a blank as a plus.
  const text = decoded(given.replace(/\?versionId=.*$/, "").replaceAll("+", " "));
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(text) ?? [];
  if (bucket === undefined || key === undefined) throw new OssError("InvalidArgument:copy-source");
  return { bucket, key };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw new OssError("InvalidArgument:copy-source");
    throw error;
  }
}
