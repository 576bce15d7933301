import { RefusedError } from "@alicred/core";
import { expect, test } from "vitest";
import { toAliOss } from "../src/mod.ts";
import { createOssLike } from "./oss-like.ts";
import { bench, keyResolver } from "./support.ts";

test("a client signs with the session of the moment, for a day, and STS is called once a session", async () => {
  const { cloud, resolver, sessions } = bench();
  const oss = createOssLike(await toAliOss(resolver), cloud.clock.now);
  const seen = new Set<string>();
  for (let minute = 0; minute < 24 * 60; minute += 10) {
    const { accessKeyId, stsToken } = await oss.request();
    const { expiresAtMs = 0, securityToken } = await resolver.get();
    expect(stsToken).toBe(securityToken);
    expect(expiresAtMs).toBeGreaterThan(cloud.clock.now());
    seen.add(accessKeyId);
    await cloud.advance("10m");
  }
  expect(seen.size).toBeGreaterThan(20);
  expect(sessions()).toBeLessThan(36);
});

test("of a long-lived key the token is empty", async () => {
  const { cloud, ...rest } = bench();
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  expect(await toAliOss(keyResolver({ cloud, ...rest }))).toMatchObject({
    accessKeyId,
    accessKeySecret,
    stsToken: "",
    refreshSTSTokenInterval: 0,
  });
});

test("a failure reaches the client's request, with its code", async () => {
  const { cloud, resolver } = bench();
  const oss = createOssLike(await toAliOss(resolver), cloud.clock.now);
  cloud.setAccessKeyActive("alice", false);
  await cloud.advance("61m");
  const error = await oss.request().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RefusedError);
  expect(error).toMatchObject({ code: "UPSTREAM_REFUSED", serverCode: "InvalidAccessKeyId.Inactive" });
});

test("what cannot be acquired makes no options", async () => {
  const { cloud, resolver } = bench();
  cloud.setAccessKeyActive("alice", false);
  await expect(toAliOss(resolver)).rejects.toMatchObject({ code: "UPSTREAM_REFUSED" });
});
