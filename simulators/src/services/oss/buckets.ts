import type { XmlFields } from "../../cloud/replies.ts";
import { authorize, authorizeService } from "./authorize.ts";
import type { OssContext } from "./context.ts";
import { invalidArgument, OssError } from "./errors.ts";
import { encodingOf, pageOf, wholeNumber } from "./listing.ts";
import { plainReply, xmlDate, xmlReply } from "./reply.ts";
import { param } from "./request.ts";
import type { Bucket } from "./store.ts";

const DEFAULT_MAX_KEYS = 100;
const MAX_KEYS = 1000;
const ACLS = ["private", "public-read", "public-read-write"] as const;

/** `GET /` of the service: the buckets of the caller's account, page by page. */
export function listBuckets(context: OssContext): Response {
  const { request, store } = context;
  const accountId = authorizeService(context);
  const [prefix, after] = [param(request, "prefix") ?? "", param(request, "marker") ?? ""];
  const most = wholeNumber(request, "max-keys", { otherwise: DEFAULT_MAX_KEYS, most: MAX_KEYS });
  const mine = store.buckets().filter((one) => one.accountId === accountId);
  const names = mine.map(({ name }) => name);
  const page = pageOf(names, { prefix, delimiter: "", after, most });
  return xmlReply(context.exchange, "ListAllMyBucketsResult", {
    // A reply that is whole has none of these.
    ...(page.next !== undefined && {
      Prefix: prefix,
      Marker: after,
      MaxKeys: String(most),
      IsTruncated: "true",
      NextMarker: page.next,
    }),
    Owner: { ID: accountId, DisplayName: accountId },
    Buckets: { Bucket: mine.filter(({ name }) => page.keys.includes(name)).map(describe) },
  });
}

/** `PUT /`: a new bucket of the caller's account. */
export function putBucket(context: OssContext, name: string): Response {
  const { store, exchange, caller } = context;
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) throw new OssError("InvalidBucketName");
  if (caller === undefined) throw new OssError("AccessDenied:anonymous");
  const known = store.find(name);
  if (known !== undefined && known.accountId !== caller.principal.accountId)
    throw new OssError("BucketAlreadyExists");
  const [, regionId = "cn-hangzhou"] =
    /(?:^|\.)oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com/.exec(exchange.received.host) ?? [];
  const acl = aclOf(context) ?? "private";
  const made: Bucket = {
    name,
    accountId: caller.principal.accountId,
    regionId: known?.regionId ?? regionId,
    acl,
    createdMs: known?.createdMs ?? exchange.now(),
    objects: known?.objects ?? new Map(),
    uploads: known?.uploads ?? new Map(),
  };
  authorize(context, "oss:PutBucket", made);
  store.putBucket(made);
  return plainReply(exchange, 200, { location: `/${name}` });
}

/** `PUT /?acl`: another ACL for a bucket. */
export function putBucketAcl(context: OssContext, bucket: Bucket): Response {
  authorize(context, "oss:PutBucketAcl", bucket);
  const acl = aclOf(context);
  if (acl === undefined) throw invalidArgument("x-oss-acl", "");
  context.store.putBucket({ ...bucket, acl });
  return plainReply(context.exchange, 200);
}

function aclOf({ exchange }: OssContext): Bucket["acl"] | undefined {
  const given = exchange.received.headers.get("x-oss-acl");
  const acl = ACLS.find((one) => one === given);
  if (given !== undefined && acl === undefined) throw invalidArgument("x-oss-acl", given);
  return acl;
}

/** `DELETE /`: a bucket that is empty. */
export function deleteBucket(context: OssContext, bucket: Bucket): Response {
  authorize(context, "oss:DeleteBucket", bucket);
  if (bucket.objects.size > 0 || bucket.uploads.size > 0)
    throw new OssError("BucketNotEmpty", { fields: { BucketName: bucket.name } });
  context.store.deleteBucket(bucket.name);
  return plainReply(context.exchange, 204);
}

/** `GET /?bucketInfo`, `?location` and `?acl`. */
export function describeBucket(context: OssContext, bucket: Bucket, what: string): Response {
  const { exchange } = context;
  const owner = { ID: bucket.accountId, DisplayName: bucket.accountId };
  if (what === "location") {
    authorize(context, "oss:GetBucketLocation", bucket);
    return xmlReply(exchange, "LocationConstraint", { Location: `oss-${bucket.regionId}` });
  }
  if (what === "acl") {
    authorize(context, "oss:GetBucketAcl", bucket);
    return xmlReply(exchange, "AccessControlPolicy", {
      Owner: owner,
      AccessControlList: { Grant: bucket.acl },
    });
  }
  authorize(context, "oss:GetBucketInfo", bucket);
  return xmlReply(exchange, "BucketInfo", {
    Bucket: { ...describe(bucket), Owner: owner, AccessControlList: { Grant: bucket.acl } },
  });
}

/** `GET /` of a bucket: its objects, by version 1 or 2 of the call. */
export function listObjects(context: OssContext, bucket: Bucket): Response {
  const { request, exchange } = context;
  authorize(context, "oss:ListObjects", bucket);
  const isV2 = param(request, "list-type") === "2";
  const { isEncoded, shown } = encodingOf(request);
  const [prefix, delimiter] = [param(request, "prefix") ?? "", param(request, "delimiter") ?? ""];
  const token = param(request, "continuation-token") ?? "";
  const after = isV2
    ? token === ""
      ? (param(request, "start-after") ?? "")
      : readToken(token)
    : (param(request, "marker") ?? "");
  const most = wholeNumber(request, "max-keys", { otherwise: DEFAULT_MAX_KEYS, most: MAX_KEYS });
  const page = pageOf([...bucket.objects.keys()], { prefix, delimiter, after, most });
  const owner = { ID: bucket.accountId, DisplayName: bucket.accountId };
  const withOwner = !isV2 || param(request, "fetch-owner") === "true";
  const contents = page.keys.map((key): XmlFields => {
    const object = bucket.objects.get(key);
    return {
      Key: shown(key),
      LastModified: xmlDate(object?.modifiedMs ?? 0),
      ETag: object?.etag,
      Type: object?.type,
      Size: String(object?.body.length ?? 0),
      StorageClass: "Standard",
      ...(withOwner && { Owner: owner }),
    };
  });
  return xmlReply(exchange, "ListBucketResult", {
    Name: bucket.name,
    Prefix: shown(prefix),
    ...(isV2 ? { StartAfter: shown(param(request, "start-after") ?? "") } : { Marker: shown(after) }),
    MaxKeys: String(most),
    Delimiter: shown(delimiter),
    ...(isEncoded && { EncodingType: "url" }),
    IsTruncated: String(page.next !== undefined),
    ...(isV2 && { KeyCount: String(page.keys.length + page.prefixes.length), ContinuationToken: token }),
    ...(page.next !== undefined &&
      (isV2 ? { NextContinuationToken: tokenOf(page.next) } : { NextMarker: shown(page.next) })),
    Contents: contents,
    CommonPrefixes: page.prefixes.map((one) => ({ Prefix: shown(one) })),
  });
}

function tokenOf(key: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(key)));
}

function readToken(token: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(token) || token.length % 4 !== 0)
    throw invalidArgument("continuation-token", token);
  return new TextDecoder().decode(Uint8Array.from(atob(token), (char) => char.charCodeAt(0)));
}

function describe({ name, regionId, createdMs }: Bucket): XmlFields {
  return {
    CreationDate: xmlDate(createdMs),
    ExtranetEndpoint: `oss-${regionId}.aliyuncs.com`,
    IntranetEndpoint: `oss-${regionId}-internal.aliyuncs.com`,
    Location: `oss-${regionId}`,
    Name: name,
    Region: regionId,
    StorageClass: "Standard",
  };
}
