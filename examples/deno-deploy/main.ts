// An application on Deno Deploy without a key: the platform's OIDC token, and one session for all isolates in Deno KV.
import { refreshing } from "@alicred/core";
import { denoHost } from "@alicred/core/host/deno";
import { ossError, ossFetch, ossUrl } from "@alicred/interop/oss";
import { oidc } from "@alicred/oidc";
import { sharedCache } from "@alicred/shared-cache";
import { denoKvStore } from "@alicred/store-deno-kv";
import { getIdToken, supportsIssuingIdTokens } from "@deno/oidc";

const host = denoHost();
const source = oidc({
  roleSessionName: "deno-deploy",
  // Elsewhere than on Deno Deploy: the file that ALIBABA_CLOUD_OIDC_TOKEN_FILE names.
  ...(supportsIssuingIdTokens && { token: () => getIdToken("sts.aliyuncs.com") }),
});
const store = denoKvStore({ kv: await Deno.openKv(Deno.env.get("KV_PATH")) });
const resolver = refreshing(sharedCache({ source, store, id: "production" }), { host });
const place = { bucket: "visits", region: "cn-hangzhou", endpoint: Deno.env.get("OSS_ENDPOINT") };
const oss = ossFetch(resolver, { host, fetch, ...place });

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 8000) }, async () => {
  const key = `${new Date().toISOString().slice(0, 10)}/${crypto.randomUUID()}`;
  const stored = await oss(ossUrl(place, key), { method: "PUT", body: "a visit" });
  if (!stored.ok) throw await ossError(stored);
  const listed = await (await oss(ossUrl(place, "", { "list-type": "2" }))).text();
  return new Response(`visit ${listed.match(/<Key>/g)?.length}\n`);
});
