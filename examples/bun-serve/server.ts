// A server on Bun that lists and stores objects in OSS.
import { nodeHost } from "@alicred/core/host/node";
import { ossError, ossFetch, ossUrl } from "@alicred/interop/oss";
import { assumeRole, resolver } from "alicred";

const { OSS_BUCKET = "simulated-bucket", OSS_ENDPOINT, ROLE_ARN, PORT } = process.env;
const host = nodeHost();
const roleArn = ROLE_ARN ?? "acs:ram::1000000000000001:role/admin";
const session = resolver({ host, source: assumeRole({ from: resolver({ host }), roleArn }) });
const place = { bucket: OSS_BUCKET, region: "cn-hangzhou", endpoint: OSS_ENDPOINT };
const oss = ossFetch(session, { host, fetch, ...place });

const server = Bun.serve({
  port: PORT ?? 3000,
  async fetch(request) {
    const key = decodeURIComponent(new URL(request.url).pathname.slice(1));
    if (request.method === "PUT" && key !== "") {
      const reply = await oss(ossUrl(place, key), { method: "PUT", body: await request.arrayBuffer() });
      if (!reply.ok) throw await ossError(reply);
      return new Response(`stored ${key}\n`);
    }
    const reply = await oss(ossUrl(place, key, key === "" ? { "list-type": "2" } : {}));
    if (!reply.ok) throw await ossError(reply);
    const listed = [...(await reply.clone().text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, name]) => name);
    return key === "" ? Response.json(listed) : new Response(reply.body);
  },
});
console.log(`listening at ${server.url}`);
