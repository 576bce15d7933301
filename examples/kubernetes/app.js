// The program of the container. It knows nothing of Kubernetes: the SDKs' default chain finds what the pod has.
import { nodeHost } from "@alicred/core/host/node";
import { ossError, ossFetch, ossUrl } from "@alicred/interop/oss";
import { resolver } from "alicred";

const host = nodeHost();
const session = resolver({ host });
const place = { bucket: "shop", region: "cn-hangzhou", endpoint: process.env.OSS_ENDPOINT };
const oss = ossFetch(session, { host, fetch, ...place });

const reply = await oss(ossUrl(place, "started"), { method: "PUT", body: new Date().toISOString() });
if (!reply.ok) throw await ossError(reply);
const { provenance } = await session.get();
console.log(`stored shop/started as ${provenance.join(", ")}`);
session.close();
