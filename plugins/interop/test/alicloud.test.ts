import { inspect } from "node:util";
import { createVirtualClock } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { describe, expect, test } from "vitest";
import { type AlicloudCredential, toAlicloudCredential } from "../src/mod.ts";
import { $OpenApiUtil, Sts } from "./official.ts";
import { bench, keyResolver, SESSION_ARN } from "./support.ts";

async function partsInSequence(credential: AlicloudCredential): Promise<readonly string[]> {
  const accessKeyId = await credential.getAccessKeyId();
  return [accessKeyId, await credential.getAccessKeySecret(), await credential.getSecurityToken()];
}

test("getCredential gives all parts of one snapshot, and shows none of the secret ones", async () => {
  const { cloud, host, resolver } = bench();
  const model = await toAlicloudCredential(resolver, { host }).getCredential();
  const { accessKeyId, accessKeySecret, securityToken } = await resolver.get();
  expect(model.accessKeyId).toBe(accessKeyId);
  expect(model.accessKeySecret).toBe(accessKeySecret);
  expect(model.securityToken).toBe(securityToken);
  expect(model).toMatchObject({ type: "sts", bearerToken: undefined, providerName: undefined });
  cloud.expectNoSecrets(
    inspect(model, { showHidden: true, depth: 9 }),
    JSON.stringify(model),
    JSON.stringify({ ...model }),
  );
});

test("a long-lived key has no token", async () => {
  const all = bench();
  const credential = toAlicloudCredential(keyResolver(all), { host: all.host });
  const { accessKeyId, accessKeySecret } = all.cloud.accessKey("alice");
  expect(await partsInSequence(credential)).toEqual([accessKeyId, accessKeySecret, ""]);
  const model = await credential.getCredential();
  expect([model.accessKeySecret, model.securityToken, model.type]).toEqual([
    accessKeySecret,
    undefined,
    "access_key",
  ]);
});

test("getType says what is known without asking; getBearerToken has nothing to give", async () => {
  const { host, resolver, sessions } = bench();
  const credential = toAlicloudCredential(resolver, { host });
  expect(credential.getType()).toBe("default");
  expect(credential.getBearerToken()).toBe("");
  expect(sessions()).toBe(0);
  await credential.getCredential();
  expect(credential.getType()).toBe("sts");
});

describe("getters in sequence", () => {
  test("a sequence that a refresh falls into keeps to its session; the next one has the new session", async () => {
    const { host, resolver } = bench();
    const credential = toAlicloudCredential(resolver, { host });
    const old = await resolver.get();
    const accessKeyId = await credential.getAccessKeyId();
    resolver.invalidate();
    const accessKeySecret = await credential.getAccessKeySecret();
    const securityToken = await credential.getSecurityToken();
    expect([accessKeyId, accessKeySecret, securityToken]).toEqual(partsOf(old));
    expect(await partsInSequence(credential)).toEqual(partsOf(await resolver.get()));
  });

  test("sequences that overlap never mix, and follow the refreshes all the same", async () => {
    const { cloud, host, resolver } = bench();
    const credential = toAlicloudCredential(resolver, { host });
    const sessions = new Map<string, readonly string[]>();
    const seen = new Set<string>();
    const pause = (ms: number): Promise<void> => cloud.clock.sleep(ms);
    async function sequence(startMs: number): Promise<void> {
      await pause(startMs);
      const accessKeyId = await credential.getAccessKeyId();
      await pause(7);
      const accessKeySecret = await credential.getAccessKeySecret();
      await pause(11);
      const securityToken = await credential.getSecurityToken();
      expect([accessKeyId, accessKeySecret, securityToken]).toEqual(sessions.get(accessKeyId));
      seen.add(accessKeyId);
    }
    async function rotate(atMs: number): Promise<void> {
      await pause(atMs);
      resolver.invalidate();
      const current = await resolver.get();
      sessions.set(current.accessKeyId, partsOf(current));
    }
    const first = await resolver.get();
    sessions.set(first.accessKeyId, partsOf(first));
    // Twenty at a time, each begun before the one before it has ended.
    const sequences = Array.from({ length: 100 }, (_, index) =>
      sequence(index * 10 + Math.floor(index / 20) * 20),
    );
    const work = Promise.all([...sequences, rotate(305), rotate(707)]);
    await cloud.advance("2s");
    await work;
    expect(seen.size).toBe(3);
  });

  test("a sequence that is never ended holds the old session for half a minute, and not past its expiry", async () => {
    const { cloud, host, resolver } = bench();
    const credential = toAlicloudCredential(resolver, { host });
    const old = await credential.getAccessKeyId();
    resolver.invalidate();
    expect(await credential.getAccessKeyId()).toBe(old);
    await cloud.advance("29s");
    expect(await credential.getAccessKeyId()).toBe(old);
    await cloud.advance("1s");
    const next = await credential.getAccessKeyId();
    expect(next).toBe((await resolver.get()).accessKeyId);
    expect(next).not.toBe(old);

    await cloud.advance("59m");
    await cloud.advance("59s");
    expect(await credential.getAccessKeyId()).not.toBe(next);
  });

  test("ends without beginnings do no harm", async () => {
    const { host, resolver } = bench();
    const credential = toAlicloudCredential(resolver, { host });
    await credential.getSecurityToken();
    await credential.getSecurityToken();
    const accessKeyId = await credential.getAccessKeyId();
    resolver.invalidate();
    const { accessKeySecret } = await resolver.get();
    expect(await credential.getAccessKeySecret()).not.toBe(accessKeySecret);
    expect(await credential.getAccessKeyId()).toBe(accessKeyId);
  });
});

test.each(["RPC", "ACS3"] as const)(
  "a generated client of the official SDK uses it, signing by %s",
  async (signature) => {
    // The client tells the time by the machine's clock.
    const { cloud, host, resolver, sessions } = bench({
      clock: createVirtualClock({ startMs: Date.now(), speed: 1 }),
    });
    await using served = await serve(cloud);
    const { Config } = $OpenApiUtil;
    const config = new Config({
      credential: toAlicloudCredential(resolver, { host }),
      endpoint: served.url.replace("http://", ""),
      protocol: "HTTP",
      signatureAlgorithm: signature === "RPC" ? "v2" : undefined,
    });
    const { body } = await new Sts(config).getCallerIdentity();
    expect(body?.arn).toBe(SESSION_ARN);
    resolver.invalidate();
    const again = await new Sts(config).getCallerIdentity();
    expect(again.body?.arn).toBe(SESSION_ARN);
    expect(sessions()).toBe(2);
  },
);

function partsOf(credentials: {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}): readonly string[] {
  const { accessKeyId, accessKeySecret, securityToken = "" } = credentials;
  return [accessKeyId, accessKeySecret, securityToken];
}

test("a host that was left out is asked for", () => {
  const { resolver } = bench();
  const withoutHost = toAlicloudCredential as (...given: unknown[]) => unknown;
  for (const given of [[], [{}]])
    expect(() => withoutHost(resolver, ...given)).toThrowError(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringContaining("toAlicloudCredential(resolver, { host })"),
      }),
    );
});
