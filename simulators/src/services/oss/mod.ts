/**
 * The object storage service (OSS), simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { ossApp } from "@alicred/simulators/oss";
 *
 * const app = ossApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/simulated-bucket/readme.txt");
 * ```
 *
 * @module
 */
import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { createOss } from "./app.ts";
import { OSS_ERRORS } from "./error-table.ts";
import { isOssHost, looksLikeOss } from "./request.ts";
import { type OssWorld, ossSchema } from "./world.ts";

const REGIONS = ["cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "ap-southeast-1", "us-west-1"];
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** The object storage service: buckets and objects in memory. */
export const oss: ServiceDefinition<OssWorld> = defineService({
  name: "oss",
  hosts: REGIONS.map((region) => `oss-${region}.aliyuncs.com`),
  ownsHost: isOssHost,
  claims: looksLikeOss,
  operations: [
    "ListBuckets",
    "PutBucket",
    "DeleteBucket",
    "GetBucketInfo",
    "GetBucketLocation",
    "GetBucketAcl",
    "PutBucketAcl",
    "ListObjects",
    "ListMultipartUploads",
    "DeleteMultipleObjects",
    "PostObject",
    "PutObject",
    "GetObject",
    "HeadObject",
    "DeleteObject",
    "InitiateMultipartUpload",
    "UploadPart",
    "ListParts",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
  ],
  errors: OSS_ERRORS,
  maxBodyBytes: MAX_BODY_BYTES,
  worldSchema: { oss: ossSchema.optional() },
  defaultWorld: { oss: { buckets: [{ name: "simulated-bucket" }] } },
  create: createOss,
});

/**
 * The object storage service of a cloud. At a host that names no bucket, the first part of the path does.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/oss", ossApp(cloud))`.
 */
export function ossApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "oss");
}
