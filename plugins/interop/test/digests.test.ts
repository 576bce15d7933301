import { type Digests, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { expect, test, vi } from "vitest";
import { ossFetch, ossUrl, ossV1, presign, presignForm, signingFetch } from "../src/mod.ts";
import { bench } from "./support.ts";

const photos = { bucket: "simulated-bucket", region: "cn-hangzhou" };

test("everything that signs takes the digests of its host, and the key of a day is derived once", async () => {
  const { cloud, host: plain, source } = bench();
  const { digests: native } = nodeHost();
  if (native === undefined) throw new Error("the host of Node has digests");
  const digests = { sha256: vi.fn(native.sha256), hmac: vi.fn(native.hmac) } satisfies Digests;
  const host = { ...plain, digests };
  // By itself it would sign by WebCrypto, because it has the other host.
  const resolver = refreshing(source, { host: plain });
  const webCrypto = vi.spyOn(crypto.subtle, "importKey");
  await resolver.get();
  webCrypto.mockClear();

  const call = signingFetch(resolver, { host, fetch: cloud.fetch });
  const headers = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };
  const init = { method: "POST", headers };
  for (let i = 0; i < 3; i++)
    expect((await call("https://sts.cn-hangzhou.aliyuncs.com/", init)).status).toBe(200);
  expect(digests.hmac).toHaveBeenCalledTimes(1);
  expect(digests.sha256).toHaveBeenCalledTimes(3);

  const oss = ossFetch(resolver, { host, fetch: cloud.fetch });
  expect((await oss(ossUrl(photos, "a"), { method: "PUT", body: "hello" })).status).toBe(200);
  // The secret, and four parts of a scope.
  expect(digests.hmac).toHaveBeenCalledTimes(6);
  expect((await call(ossUrl(photos, "a"))).status).toBe(200);
  const { url } = await presign(resolver, { host, ...photos, key: "a" });
  expect((await cloud.fetch(url)).status).toBe(200);
  const form = await presignForm(resolver, { host, ...photos, key: "b", maxBytes: 10 });
  expect(form.fields["x-oss-signature"]).toMatch(/^[\da-f]{64}$/);
  expect(digests.hmac).toHaveBeenCalledTimes(6);

  const old = await presign(resolver, { host, ...photos, key: "a", signature: ossV1 });
  expect((await cloud.fetch(old.url)).status).toBe(200);
  expect(digests.hmac).toHaveBeenLastCalledWith("SHA-1", expect.any(String));
  expect(webCrypto).not.toHaveBeenCalled();
});
