// A Worker without an access key: it is its own OIDC issuer, shares one session with all its isolates, and presigns.
import { env, waitUntil } from "cloudflare:workers";
import { refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { presign } from "@alicred/interop/oss";
import { createIssuer } from "@alicred/platform-oidc/issuer";
import { selfIssued, singlePlatformOidc } from "@alicred/platform-oidc/single";
import { sharedCache } from "@alicred/shared-cache";
import { durableObjectStore } from "@alicred/store-cloudflare";

export { SessionObject } from "@alicred/store-cloudflare";

const host = webHost({ env, waitUntil });
const issuer = createIssuer({ issuer: env.ISSUER, subject: "photos", keys: () => env.ISSUER_KEYS });
const resolver = refreshing(
  sharedCache({
    // The role and the provider are variables of the Worker.
    source: singlePlatformOidc(selfIssued, { issuer }),
    store: durableObjectStore({ namespace: env.SESSIONS }),
    id: env.ALIBABA_CLOUD_ROLE_ARN,
  }),
  { host },
);
const place = { bucket: "photos", region: "cn-hangzhou", endpoint: env.OSS_ENDPOINT };

export default {
  async fetch(request: Request): Promise<Response> {
    // RAM reads these two documents to verify the Worker's tokens.
    const document = await issuer.handle(request);
    if (document) return document;
    const [, what, name] = /^\/(uploads|photos)\/([\w.-]+)$/.exec(new URL(request.url).pathname) ?? [];
    if (name === undefined) return new Response("GET /uploads/NAME or /photos/NAME\n", { status: 404 });
    // Here your own check belongs: who may upload, and under which name?
    const upload = await presign(resolver, {
      host,
      ...place,
      key: name,
      method: what === "uploads" ? "PUT" : "GET",
      expiresInMs: 300_000,
    });
    return what === "uploads" ? Response.json(upload) : Response.redirect(upload.url);
  },
};
