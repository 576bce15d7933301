import { inspect } from "node:util";
import { RefusedError } from "@alicred/core";
import { expect, test } from "vitest";
import { toAlicloudLog, toNacos, toTablestore } from "../src/mod.ts";
import { bench, keyResolver } from "./support.ts";

// The use that the clients make of the options before each request, in these versions.

/** `resolveFromProvider` of nacos-config 2.6.3: a function or an object; empty texts count as absent. */
async function askedByNacos(provider: unknown): Promise<Record<string, unknown>> {
  const { getCredentials } = Object(provider);
  const given = Object(await (typeof provider === "function" ? provider({}) : getCredentials.call(provider)));
  return Object.fromEntries(
    ["accessKeyId", "accessKeySecret", "securityToken"].map((part) => [part, given[part] || undefined]),
  );
}

/** The constructor and `_getCredentials` of `@alicloud/log` 1.2.6. */
async function askedByLog({ getCredentials }: ReturnType<typeof toAlicloudLog>): Promise<unknown> {
  if (getCredentials.constructor.name !== "AsyncFunction")
    throw new Error("config.credentialsProvider must be an object with getCredentials async function");
  return getCredentials();
}

/** `Config.getCredentials` of tablestore 5.6.5: each part has a second name. */
function askedByTablestore(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    accessKeyId: config["accessKeyId"],
    accessKeySecret: config["secretAccessKey"] || config["accessKeySecret"],
    securityToken: config["stsToken"] || config["securityToken"] || undefined,
  };
}

test("each client signs with the session of the moment, for hours, and STS is called once a session", async () => {
  const { cloud, resolver, sessions } = bench();
  const nacos = toNacos(resolver);
  const log = toAlicloudLog(resolver);
  const config: Record<string, unknown> = {
    endpoint: "https://shop.test",
    ...(await toTablestore(resolver)),
  };
  const seen = new Set<string>();
  for (let hour = 0; hour < 5; hour++) {
    const { accessKeyId, accessKeySecret, securityToken } = await resolver.get();
    const parts = { accessKeyId, accessKeySecret, securityToken };
    expect(await askedByNacos(nacos)).toEqual(parts);
    expect(await askedByLog(log)).toEqual(parts);
    Object.assign(config, await toTablestore(resolver));
    expect(askedByTablestore(config)).toEqual(parts);
    seen.add(accessKeyId);
    await cloud.advance("61m");
  }
  expect(seen.size).toBe(5);
  expect(sessions()).toBe(5);
});

test("a long-lived key replaces a session with its token", async () => {
  const all = bench();
  const key = keyResolver(all);
  const config = { ...(await toTablestore(all.resolver)) };
  Object.assign(config, await toTablestore(key));
  const { accessKeyId, accessKeySecret } = all.cloud.accessKey("alice");
  const parts = { accessKeyId, accessKeySecret, securityToken: undefined };
  expect(askedByTablestore(config)).toEqual(parts);
  expect(await askedByNacos(toNacos(key))).toEqual(parts);
  expect(await askedByLog(toAlicloudLog(key))).toEqual({ ...parts, securityToken: "" });
});

test("the options that are kept show no secret", async () => {
  const { cloud, resolver } = bench();
  await resolver.get();
  cloud.expectNoSecrets(
    inspect([toNacos(resolver), toAlicloudLog(resolver)], { depth: 9, showHidden: true }),
  );
});

test("a failure reaches the client's request, with its code", async () => {
  const { cloud, resolver } = bench();
  cloud.setAccessKeyActive("alice", false);
  for (const asked of [
    toNacos(resolver)(),
    toAlicloudLog(resolver).getCredentials(),
    toTablestore(resolver),
  ]) {
    const error = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ code: "UPSTREAM_REFUSED" });
  }
});

test("waitUntil is handed on", async () => {
  const { resolver } = bench();
  const kept: unknown[] = [];
  const waitUntil = (promise: Promise<unknown>): void => void kept.push(promise);
  await toNacos(resolver, { waitUntil })();
  expect(kept).toHaveLength(1);
});
