import { refreshing } from "@alicred/core";
import { expect, test, vi } from "vitest";
import { signingFetch, toAlicloudCredential, toAliOss } from "../src/mod.ts";
import { bench } from "./support.ts";

type WaitUntil = (promise: Promise<unknown>) => void;

const METADATA = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };

test("a refresh that a signed call starts is kept alive by that call's waitUntil", async () => {
  const { cloud, host, resolver } = bench();
  const call = signingFetch(resolver, { host, fetch: cloud.fetch });
  const waitUntil = vi.fn<WaitUntil>();
  const send = (): Promise<Response> =>
    call("https://sts.cn-hangzhou.aliyuncs.com/", { method: "POST", headers: METADATA }, { waitUntil });
  expect((await send()).status).toBe(200);
  expect(waitUntil).toHaveBeenCalledTimes(1);
  expect((await send()).status).toBe(200);
  expect(waitUntil).toHaveBeenCalledTimes(1);
});

test("so is one that a client of the SDK or of ali-oss starts", async () => {
  const { host, source } = bench();
  const waitUntil = vi.fn<WaitUntil>();
  await toAlicloudCredential(refreshing(source, { host }), { host, waitUntil }).getCredential();
  expect(waitUntil).toHaveBeenCalledTimes(1);
  await toAliOss(refreshing(source, { host }), { waitUntil });
  expect(waitUntil).toHaveBeenCalledTimes(2);
});
