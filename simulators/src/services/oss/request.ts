import { lastKept } from "../../cloud/replies.ts";
import { hostName, type ReceivedRequest } from "../../cloud/request.ts";
import { OssError } from "./errors.ts";

/** A request as OSS reads it. */
export interface OssRequest {
  readonly method: string;
  /** Absent where OSS has none for such a request, and for those that are not simulated. */
  readonly operation: string | undefined;
  /** A parameter or header by which OSS does something that is not simulated. */
  readonly unsimulated: string | undefined;
  /** Absent for the service itself. */
  readonly bucket: string | undefined;
  /** Decoded; absent for a bucket. */
  readonly key: string | undefined;
  /** Decoded parameters, in the order of the query. */
  readonly params: readonly (readonly [string, string])[];
  readonly received: ReceivedRequest;
}

const REAL_HOST = /^(?:([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.)?(?:oss-)?[a-z]{2,}-[a-z0-9-]+\.aliyuncs\.com$/;
const LOCAL_BUCKET_HOST = /^([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.localhost$/;

/** The bucket that a host, with or without a port, names. Kept, because requests in a row often go to one host. */
const bucketAt = lastKept((host: string): string | undefined => {
  const name = hostName(host);
  const bucket = (REAL_HOST.exec(name) ?? LOCAL_BUCKET_HOST.exec(name))?.[1];
  return bucket?.startsWith("oss-") ? undefined : bucket;
});

/** Whether a host is one of OSS: of a region, or of a bucket in one. */
export function isOssHost(name: string): boolean {
  return /^(?:[a-z0-9][a-z0-9-]{1,61}[a-z0-9]\.)?oss-[a-z0-9-]+\.aliyuncs\.com$/.test(name);
}

/** Whether a request is signed as OSS has it. No other service takes a form with files. */
export function looksLikeOss({ method, headers, query }: ReceivedRequest): boolean {
  return (
    (method === "POST" && /^multipart\/form-data\b/i.test(headers.get("content-type") ?? "")) ||
    /^OSS(?:4-HMAC-SHA256)? /.test(headers.get("authorization") ?? "") ||
    query.has("x-oss-signature") ||
    (query.has("OSSAccessKeyId") && query.has("Signature"))
  );
}

/** @param path - the one within the service. @throws `OssError` for a path that cannot be decoded. */
export function readOssRequest(received: ReceivedRequest, path: string): OssRequest {
  const bucketOfHost = bucketAt(received.host);
  const whole = decoded(path.slice(1));
  const slash = whole.indexOf("/");
  const bucket = (bucketOfHost ?? (slash < 0 ? whole : whole.slice(0, slash))) || undefined;
  const key = (bucketOfHost === undefined ? (slash < 0 ? "" : whole.slice(slash + 1)) : whole) || undefined;
  const params = received.search === "" ? [] : [...new URLSearchParams(received.search)];
  const { method } = received;
  const unsimulated = unsimulatedIn(received, method, key, params);
  const operation = unsimulated === undefined ? operationOf(method, bucket, key, params) : undefined;
  return { method, operation, unsimulated, bucket, key, params, received };
}

/** The region of an endpoint; absent at hosts of no region, such as those of this machine. */
export function regionOfHost(host: string): string | undefined {
  return /(?:^|\.)oss-(?!accelerate)([a-z]+-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(
    hostName(host),
  )?.[1];
}

/** The value of a parameter; empty for one without a value. */
export function param({ params }: Pick<OssRequest, "params">, name: string): string | undefined {
  for (const [found, value] of params) if (found === name) return value;
  return undefined;
}

/** Longest name of an object, in bytes. */
const MAX_KEY_BYTES = 1023;

/** @throws `OssError` for a name that no object can have. */
export function checkKey(key: string): void {
  // A code unit has three bytes at most.
  if (key.length * 3 > MAX_KEY_BYTES && new TextEncoder().encode(key).length > MAX_KEY_BYTES)
    throw new OssError("InvalidObjectName:length");
  if (/^[/\\]/.test(key)) throw new OssError("InvalidObjectName");
}

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"];
/** Sub-resources by which other operations are meant, and which they are with. */
const SUB_RESOURCES: Readonly<Record<string, RegExp>> = {
  acl: /^(?:GET|PUT) bucket$/,
  bucketInfo: /^GET bucket$/,
  delete: /^POST bucket$/,
  location: /^GET bucket$/,
  objectMeta: /^(?:GET|HEAD) key$/,
  uploads: /^(?:GET bucket|POST key)$/,
};
/** Those of operations that are not simulated. */
const UNSIMULATED: ReadonlySet<string> = new Set(
  `accessmonitor append archiveDirectRead asyncFetch callback cleanRestoredObject cname cors encryption httpsConfig
  inventory lifecycle live logging metaQuery policy policyStatus publicAccessBlock qos qosInfo qosRequester referer
  regionList regions replication replicationLocation replicationProgress requestPayment resourceGroup responseHeader
  restore rtc sealAppendObject stat style symlink tagging transferAcceleration
  userDefinedLogFieldsConfig versioning versions vod website worm wormExtend x-oss-async-process
  x-oss-process`.split(/\s+/),
);
/** Headers that make something else of an operation. */
const UNSIMULATED_HEADERS = ["x-oss-callback", "x-oss-symlink-target"];

function unsimulatedIn(
  { headers }: ReceivedRequest,
  method: string,
  key: string | undefined,
  params: OssRequest["params"],
): string | undefined {
  const at = `${method} ${key === undefined ? "bucket" : "key"}`;
  for (const [name, value] of params) {
    if (UNSIMULATED.has(name)) return name;
    // The version of an object that has only one.
    if (name === "versionId" && value !== "" && value !== "null") return name;
    if (Object.hasOwn(SUB_RESOURCES, name) && SUB_RESOURCES[name]?.test(at) === false) return name;
  }
  return UNSIMULATED_HEADERS.find((name) => headers.has(name));
}

/** https://www.alibabacloud.com/help/en/oss/developer-reference/list-of-operations-by-function */
function operationOf(
  method: string,
  bucket: string | undefined,
  key: string | undefined,
  params: OssRequest["params"],
): string | undefined {
  if (!METHODS.includes(method)) return undefined;
  if (bucket === undefined) return method === "GET" ? "ListBuckets" : undefined;
  if (key === undefined) {
    if (method === "PUT") return has(params, "acl") ? "PutBucketAcl" : "PutBucket";
    if (method === "DELETE") return "DeleteBucket";
    if (method === "POST") return has(params, "delete") ? "DeleteMultipleObjects" : "PostObject";
    if (has(params, "bucketInfo")) return "GetBucketInfo";
    if (has(params, "location")) return "GetBucketLocation";
    if (has(params, "acl")) return "GetBucketAcl";
    return has(params, "uploads") ? "ListMultipartUploads" : "ListObjects";
  }
  if (method === "HEAD") return "HeadObject";
  const isOfUpload = has(params, "uploadId");
  if (method === "PUT") return isOfUpload ? "UploadPart" : "PutObject";
  if (method === "DELETE") return isOfUpload ? "AbortMultipartUpload" : "DeleteObject";
  if (method !== "POST") return isOfUpload ? "ListParts" : "GetObject";
  if (has(params, "uploads")) return "InitiateMultipartUpload";
  return isOfUpload ? "CompleteMultipartUpload" : undefined;
}

function has(params: OssRequest["params"], name: string): boolean {
  return param({ params }, name) !== undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError)
      throw new OssError("InvalidArgument", { reason: "the path cannot be decoded" });
    throw error;
  }
}
