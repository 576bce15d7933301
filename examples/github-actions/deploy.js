// Uploads the folder public/ to a bucket, as the role that trusts this repository.
import { readdir, readFile } from "node:fs/promises";
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { ossError, ossFetch, ossUrl } from "@alicred/interop/oss";
import { platformOidc } from "@alicred/platform-oidc";

const host = nodeHost();
// The role and the provider are in the job's variables.
const resolver = refreshing(platformOidc({ platform: "github-actions" }), { host });
const place = {
  bucket: process.env.OSS_BUCKET,
  region: "cn-hangzhou",
  endpoint: process.env.OSS_ENDPOINT,
};
const oss = ossFetch(resolver, { host, fetch, ...place });

for (const name of await readdir("public")) {
  const body = await readFile(`public/${name}`);
  const headers = { "content-type": name.endsWith(".html") ? "text/html" : "application/octet-stream" };
  const reply = await oss(ossUrl(place, name), { method: "PUT", headers, body });
  if (!reply.ok) throw await ossError(reply);
  console.log(`deployed ${name}`);
}
