// Shared by both kinds of function: object storage, with the session of the invocation.
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { functionCompute } from "@alicred/function-compute";
import { ossError, ossFetch, ossUrl } from "@alicred/interop/oss";

const host = nodeHost();
const resolver = refreshing(functionCompute(), { host });
const { OSS_BUCKET: bucket = "simulated-bucket", OSS_ENDPOINT: endpoint } = process.env;
const place = { bucket, region: process.env.FC_REGION ?? "cn-hangzhou", endpoint };
const oss = ossFetch(resolver, { host, fetch, ...place });

/** Stores a text as this invocation. */
export async function store(key, text, invocation) {
  const reply = await oss(ossUrl(place, key), { method: "PUT", body: text }, { input: invocation });
  if (!reply.ok) throw await ossError(reply);
  return `stored ${bucket}/${key}`;
}
