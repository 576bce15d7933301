// The sources in presets, and requests side by side.
import { createTestHost } from "@alicred/conformance";
import { type CredentialSource, type Fetch, type Resolver, refreshing } from "@alicred/core";
import { edge, sdkDefault } from "@alicred/presets";
import { type Cloud, simulateCloud } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { platformOidc } from "../src/mod.ts";
import { singlePlatformOidc, vercel } from "../src/single.ts";
import { errorOf } from "./support.ts";

const role = {
  roleArn: "acs:ram::1000000000000001:role/rrsa-app",
  oidcProviderArn: "acs:ram::1000000000000001:oidc-provider/ack-rrsa",
};

interface App {
  readonly cloud: Cloud;
  readonly resolver: Resolver;
  /** A request with a token that lives that long; without one if 0. */
  request(seconds?: number): Promise<Request>;
  settled(): Promise<void>;
}

function app(source: CredentialSource, requestScoped = false): App {
  const cloud = simulateCloud();
  const fetch: Fetch = (url, init) => cloud.fetch(url, init);
  const base = createTestHost({ clock: cloud.clock, fetch, files: undefined });
  return {
    cloud,
    resolver: refreshing(source, { host: { ...base, requestScoped } }),
    settled: () => base.settled(),
    async request(lifetimeSeconds = 300) {
      const headers =
        lifetimeSeconds === 0
          ? {}
          : { "x-vercel-oidc-token": await cloud.oidcIssuer().mint({ lifetimeSeconds }) };
      return new Request("https://app.test/", { headers });
    },
  };
}

const inEdge = edge({
  sources: (defaults) => [platformOidc({ platform: "vercel", ...role }), ...Object.values(defaults)],
});
const inSdkDefault = sdkDefault({
  sources: ({ env, ...others }) => [env, singlePlatformOidc(vercel, role), ...Object.values(others)],
});

describe.each([
  ["edge", inEdge, ["edge", "platform-oidc"]],
  ["sdkDefault", inSdkDefault, ["sdk-default", "platform-oidc"]],
])("in %s", (_name, source, provenance) => {
  test("requests share one session, with or without the header once there is one", async () => {
    const { cloud, resolver, request } = app(source);
    const first = await resolver.get({ input: await request() });
    expect(first.provenance).toEqual(provenance);
    for (let each = 0; each < 10; each++) expect(await resolver.get({ input: await request() })).toBe(first);
    expect(await resolver.get({ input: await request(0) })).toBe(first);
    expect(await resolver.get()).toBe(first);
    expect(cloud.journal.count()).toBe(1);
  });

  test("a request that lacks its header fails alone, and holds nobody back", async () => {
    const { cloud, resolver, request } = app(source);
    for (const input of [await request(0), undefined]) {
      expect(await errorOf(resolver.get({ input }))).toMatchObject({
        code: "INCOMPLETE_CONFIGURATION",
        message: expect.stringContaining("header x-vercel-oidc-token of the request"),
      });
    }
    const good = await resolver.get({ input: await request() });
    expect(good.provenance).toEqual(provenance);
    expect(cloud.journal.count()).toBe(1);
  });
});

test.each([
  ["has expired", -86_401],
  ["has expired just now", -10],
])("a request whose token %s fails alone", async (_name, seconds) => {
  const { resolver, request } = app(inEdge);
  const bad = await errorOf(resolver.get({ input: await request(seconds) }));
  expect(bad).toMatchObject({ retryable: true });
  expect((await resolver.get({ input: await request() })).accessKeyId).toMatch(/^STS\./);
});

test("a request with something else than a token in the header fails alone, and is not quoted", async () => {
  const { resolver, request } = app(inEdge);
  const input = new Request("https://app.test/", { headers: { "x-vercel-oidc-token": "canary" } });
  const error = await errorOf(resolver.get({ input }));
  expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
  expect(String(error)).not.toContain("canary");
  expect((await resolver.get({ input: await request() })).accessKeyId).toMatch(/^STS\./);
});

test("an STS that is down concerns all requests: none hammers it", async () => {
  const { cloud, resolver, request, settled } = app(inEdge);
  cloud.faults.add({ kind: "unavailable" });
  const pending = errorOf(resolver.get({ input: await request() }));
  // Longer than the pauses between the attempts, and shorter than the one after the failure.
  await cloud.clock.advance("900ms");
  expect(await pending).toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
  const calls = cloud.journal.count();
  const next = await errorOf(resolver.get({ input: await request() }));
  expect(next).toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
  expect(cloud.journal.count()).toBe(calls);
  await settled();
});

test.each([false, true])(
  "a crowd of requests makes one call (promises belong to requests: %s)",
  async (scoped) => {
    const { cloud, resolver, request } = app(inEdge, scoped);
    const inputs = await Promise.all(Array.from({ length: 30 }, () => request()));
    const pending = Promise.all(inputs.map((input) => resolver.get({ input })));
    if (scoped) await cloud.clock.advance("2s");
    const keys = new Set((await pending).map(({ accessKeyId }) => accessKeyId));
    expect(keys.size).toBe(1);
    expect(cloud.journal.count()).toBe(1);
  },
);

test("in the advisory window requests without the header are served, and do not stop the refresh", async () => {
  const { cloud, resolver, request, settled } = app(inEdge);
  const first = await resolver.get({ input: await request() });
  await cloud.advance("56m");
  expect(await resolver.get({ input: await request(0) })).toBe(first);
  await settled();
  expect(await resolver.get({ input: await request() })).toBe(first);
  await settled();
  const fresh = await resolver.get({ input: await request() });
  expect(fresh.accessKeyId).not.toBe(first.accessKeyId);
  expect(cloud.journal.count()).toBe(2);
});
