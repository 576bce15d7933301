// Clients that are made for one request, whose source answers by it.
import { createTestHost } from "@alicred/conformance";
import { type CredentialSource, found, type Resolver, refreshing } from "@alicred/core";
import { expect, test } from "vitest";
import {
  signingFetch,
  toAlicloudCredential,
  toAlicloudLog,
  toAliOss,
  toNacos,
  toTablestore,
} from "../src/mod.ts";

const ofRequest: CredentialSource = {
  name: "of-request",
  resolve: async ({ input }) => found({ accessKeyId: `LTAI${String(input)}`, accessKeySecret: "secret" }),
};
const host = createTestHost();

type Handing = (resolver: Resolver, input: unknown) => Promise<string>;

const handings: Readonly<Record<string, Handing>> = {
  async signingFetch(resolver, input) {
    let signed = "";
    const fetch = async (_url: string, init: RequestInit): Promise<Response> => {
      signed = new Headers(init.headers).get("authorization") ?? "";
      return new Response("{}");
    };
    const headers = { "x-acs-action": "GetCallerIdentity", "x-acs-version": "2015-04-01" };
    const init = { method: "POST", headers };
    await signingFetch(resolver, { host, fetch })("https://sts.cn-hangzhou.aliyuncs.com/", init, { input });
    return /Credential=(\w+)/.exec(signed)?.[1] ?? "";
  },
  toAlicloudCredential: async (resolver, input) =>
    (await toAlicloudCredential(resolver, { host, input }).getCredential()).accessKeyId,
  toAliOss: async (resolver, input) => (await toAliOss(resolver, { input })).accessKeyId,
  toNacos: async (resolver, input) => (await toNacos(resolver, { input })()).accessKeyId,
  toAlicloudLog: async (resolver, input) =>
    (await toAlicloudLog(resolver, { input }).getCredentials()).accessKeyId,
  toTablestore: async (resolver, input) => (await toTablestore(resolver, { input })).accessKeyId,
};

test.each(Object.entries(handings))("%s passes the input of its request on", async (_name, hand) => {
  const resolver = refreshing(ofRequest, { host });
  for (const input of ["one", "two", "one"]) expect(await hand(resolver, input)).toBe(`LTAI${input}`);
});
