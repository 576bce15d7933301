import type { Exchange } from "../../cloud/exchange.ts";
import { ownMember } from "../../cloud/names.ts";
import type { ReceivedRequest } from "../../cloud/request.ts";
import type { ServiceTraits } from "../../cloud/service.ts";
import type { World } from "../../cloud/world/world.ts";
import { authenticate } from "./authenticate.ts";
import {
  deleteBucket,
  describeBucket,
  listBuckets,
  listObjects,
  putBucket,
  putBucketAcl,
} from "./buckets.ts";
import type { OssContext } from "./context.ts";
import { OSS_ERRORS, type OssErrorName } from "./error-table.ts";
import { OssError } from "./errors.ts";
import { postObject } from "./form.ts";
import { abortUpload, completeUpload, initiateUpload, listParts, uploadPart } from "./multipart.ts";
import { deleteObject, deleteObjects, getObject, putObject } from "./objects.ts";
import { accessKeyIdOf } from "./proof.ts";
import { errorReply } from "./reply.ts";
import { checkKey, type OssRequest, readOssRequest, regionOfHost } from "./request.ts";
import { type Bucket, createOssStore } from "./store.ts";
import { listUploads } from "./uploads.ts";
import type { OssWorld } from "./world.ts";

const REFUSALS: Readonly<Record<string, OssErrorName>> = {
  throttling: "ServiceUnavailable",
  "internal-error": "InternalError",
  unavailable: "ServiceUnavailable",
};

/** The object storage service: buckets and objects in memory. */
export function createOss(world: World<OssWorld>): ServiceTraits {
  const store = world.use(createOssStore);
  let last: { readonly received: ReceivedRequest; readonly request: OssRequest } | undefined;

  /** Keeps the last one, because one request is asked for several times in a row. */
  function ossRequest(received: ReceivedRequest, path: string): OssRequest {
    if (last?.received !== received) last = { received, request: readOssRequest(received, path) };
    return last.request;
  }

  /** @throws what is no refusal of OSS. */
  function denied(exchange: Exchange, error: unknown): Response {
    if (!(error instanceof OssError)) throw error;
    return errorReply(world, exchange, error);
  }

  return {
    addRoutes(app) {
      /** At once, unless there is a form to read. */
      app.all("*", (c) => {
        const { exchange, path } = c.env;
        try {
          const request = ossRequest(exchange.received, path);
          const isForm = request.operation === "PostObject";
          const caller = isForm ? undefined : authenticate(world, exchange, request);
          const reply = answer({ world, store, exchange, request, caller });
          if (!(reply instanceof Promise)) return allowed(exchange, reply);
          return reply.then(
            (ready) => allowed(exchange, ready),
            (error: unknown) => denied(exchange, error),
          );
        } catch (error) {
          return denied(exchange, error);
        }
      });
    },
    identify(received, path) {
      try {
        const request = ossRequest(received, path);
        return { operation: request.operation, clientKey: accessKeyIdOf(request) };
      } catch (error) {
        if (error instanceof OssError) return {};
        throw error;
      }
    },
    refuse(exchange, refusal) {
      const name = ownMember(REFUSALS, refusal) ?? refusal;
      if (!Object.hasOwn(OSS_ERRORS, name)) throw new TypeError(`OSS has no error ${JSON.stringify(name)}`);
      return errorReply(world, exchange, new OssError(name as OssErrorName));
    },
  };
}

function allowed(exchange: Exchange, reply: Response): Response {
  exchange.report({ decision: "allowed", requestId: exchange.requestId });
  return reply;
}

/** @throws `OssError` when a bucket of one region is sought at the endpoint of another. */
function checkEndpoint({ request }: OssContext, { name, regionId }: Bucket): void {
  const region = regionOfHost(request.received.host);
  if (region === undefined || region === regionId) return;
  throw new OssError("AccessDenied:endpoint", {
    fields: { Bucket: name, Endpoint: `oss-${regionId}.aliyuncs.com` },
  });
}

function answer(context: OssContext): Response | Promise<Response> {
  const { request, store } = context;
  const { method, bucket: name, key = "", operation, unsimulated } = request;
  if (unsimulated !== undefined)
    throw new OssError("NotImplemented", { reason: `${unsimulated} is not simulated` });
  if (operation === undefined)
    throw new OssError("MethodNotAllowed", {
      fields: {
        Method: method,
        ResourceType: key === "" ? (name === undefined ? "SERVICE" : "BUCKET") : "OBJECT",
      },
    });
  if (name === undefined) return listBuckets(context);
  if (operation === "PutBucket") return putBucket(context, name);
  const bucket = store.bucket(name);
  checkEndpoint(context, bucket);
  checkKey(key);
  switch (operation) {
    case "PutBucketAcl":
      return putBucketAcl(context, bucket);
    case "DeleteBucket":
      return deleteBucket(context, bucket);
    case "GetBucketInfo":
      return describeBucket(context, bucket, "info");
    case "GetBucketLocation":
      return describeBucket(context, bucket, "location");
    case "GetBucketAcl":
      return describeBucket(context, bucket, "acl");
    case "ListObjects":
      return listObjects(context, bucket);
    case "ListMultipartUploads":
      return listUploads(context, bucket);
    case "DeleteMultipleObjects":
      return deleteObjects(context, bucket);
    case "PostObject":
      return postObject(context, bucket);
    case "PutObject":
      return putObject(context, bucket, key);
    case "DeleteObject":
      return deleteObject(context, bucket, key);
    case "InitiateMultipartUpload":
      return initiateUpload(context, bucket, key);
    case "UploadPart":
      return uploadPart(context, bucket, key);
    case "ListParts":
      return listParts(context, bucket, key);
    case "CompleteMultipartUpload":
      return completeUpload(context, bucket, key);
    case "AbortMultipartUpload":
      return abortUpload(context, bucket, key);
    default:
      return getObject(context, bucket, key);
  }
}
