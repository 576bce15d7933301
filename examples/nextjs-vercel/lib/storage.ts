import { type Host, refreshing } from "@alicred/core";
import { ossError, ossFetch, ossUrl } from "@alicred/interop/oss";
import { singlePlatformOidc, vercel } from "@alicred/platform-oidc/single";
import { after } from "next/server";

/** A route that stores the name of the runtime and lists what is there, as the role of the project. */
export function createRoute(runtime: string, host: Host): (request: Request) => Promise<Response> {
  // The role and its provider are variables of the project; the token comes with each request.
  const resolver = refreshing(singlePlatformOidc(vercel, {}), { host });
  const place = { bucket: "visits", region: "cn-hangzhou", endpoint: process.env.OSS_ENDPOINT };
  const oss = ossFetch(resolver, { host, fetch, ...place });
  return async (request) => {
    const options = { input: request, waitUntil: (work: Promise<unknown>) => after(() => work) };
    const stored = await oss(ossUrl(place, runtime), { method: "PUT", body: "a visit" }, options);
    if (!stored.ok) throw await ossError(stored);
    const listed = await oss(ossUrl(place, "", { "list-type": "2" }), {}, options);
    return Response.json([...(await listed.text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key));
  };
}
