import { resolveOnce } from "@alicred/conformance";
import { ask, createContext, type Host } from "@alicred/core";
import { defaultWorld } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { oauthMode } from "../src/mod.ts";
import { bench, HOUR_MS, profileOf, serverClockOf } from "./support.ts";

// The service revokes everything when a refresh token comes a second time, so that a replay cannot go unnoticed.

test("twenty at a time spend one refresh token, and all get credentials", async () => {
  const { cloud, host, signIn, operations } = bench();
  const profile = profileOf(signIn());
  await cloud.advance(2 * HOUR_MS);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => resolveOnce(oauthMode.source(profile), host)),
  );
  expect(answers.every(({ answer }) => answer.outcome === "credentials")).toBe(true);
  expect(operations()).toEqual(["RefreshToken", "Exchange"]);
});

test("tokens that another process put there are picked up, not spent again", async () => {
  const { cloud, host, signIn, operations } = bench();
  const profile = profileOf(signIn());
  const source = oauthMode.source({ ...profile, fields: { ...profile.fields } });
  await cloud.advance(2 * HOUR_MS);
  const { answer: theirs } = await resolveOnce(oauthMode.source(profile), host);
  // This source still has the fields that it was made with.
  const { answer: ours } = await resolveOnce(source, host);
  expect(operations()).toEqual(["RefreshToken", "Exchange"]);
  expect(ours).toMatchObject({
    credentials: theirs.outcome === "credentials" ? { accessKeyId: theirs.credentials.accessKeyId } : {},
  });
});

test("tokens of a short life are picked up too", async () => {
  const world = { ...defaultWorld, oauth: { accessTokenSeconds: 900 } };
  const { cloud, host, signIn, operations } = bench({ world });
  const profile = profileOf(signIn());
  await cloud.advance(HOUR_MS);
  await Promise.all(Array.from({ length: 5 }, () => resolveOnce(oauthMode.source(profile), host)));
  expect(operations()).toEqual(["RefreshToken", "Exchange"]);
});

test("when a program without the lock was first, its tokens are found after the refusal", async () => {
  const world = { ...defaultWorld, oauth: { refreshTokenReplay: "refuse" as const } };
  const { cloud, host, signIn, operations } = bench({ world });
  const profile = profileOf(signIn());
  await cloud.advance(2 * HOUR_MS);
  // The other program spends the token while our request is on its way.
  const racing: Host = {
    ...host,
    async fetch(url, init) {
      if (url.endsWith("/v1/token") && operations().length === 0) {
        const reply = await cloud.fetch(url, init);
        const tokens = (await reply.json()) as Record<string, unknown>;
        profile.change({
          oauth_access_token: tokens["access_token"],
          oauth_refresh_token: tokens["refresh_token"],
          oauth_access_token_expire: (cloud.clock.now() + HOUR_MS) / 1000,
        });
      }
      return host.fetch(url, init);
    },
  };
  expect((await resolveOnce(oauthMode.source(profile), racing)).answer.outcome).toBe("credentials");
  expect(operations()).toEqual(["RefreshToken", "RefreshToken", "Exchange"]);
});

test("an access token that was taken back early is renewed once", async () => {
  const { cloud, host, signIn, operations } = bench();
  const profile = profileOf(signIn());
  cloud.faults.add({
    kind: "error",
    code: "invalid_token",
    service: "oauth",
    operation: "Exchange",
    times: 1,
  });
  expect((await resolveOnce(oauthMode.source(profile), host)).answer.outcome).toBe("credentials");
  expect(operations()).toEqual(["Exchange", "RefreshToken", "Exchange"]);
});

test("a reply without a refresh token leaves the old one, which is still good", async () => {
  const { cloud, host, signIn, operations } = bench();
  const before = signIn();
  const profile = profileOf(before);
  cloud.faults.add({ kind: "missing-refresh-token", service: "oauth", times: 1 });
  for (const _round of [1, 2]) {
    await cloud.advance(2 * HOUR_MS);
    expect((await resolveOnce(oauthMode.source(profile), host)).answer.outcome).toBe("credentials");
  }
  expect(operations()).toEqual(["RefreshToken", "Exchange", "RefreshToken", "Exchange"]);
});

describe("a caller who gives up", () => {
  test.each([
    ["with", {}],
    ["without", { waitUntil: undefined }],
  ])("does not lose the tokens that are on their way, %s waitUntil", async (_name, hostOptions) => {
    const { cloud, host, signIn, operations } = bench({}, hostOptions);
    const before = signIn();
    const profile = profileOf(before);
    await cloud.advance(2 * HOUR_MS);
    cloud.faults.add({ kind: "latency", ms: 3_000, service: "oauth", operation: "RefreshToken", times: 1 });
    const controller = new AbortController();
    const resolving = resolveOnce(oauthMode.source(profile), host, controller.signal);
    const reason = new Error("the caller gave up");
    const refused = expect(resolving).rejects.toBe(reason);
    await cloud.advance(1_000);
    controller.abort(reason);
    await refused;
    expect(profile.current()["oauth_refresh_token"]).toBe(before["oauth_refresh_token"]);
    await cloud.advance(2_000);
    const { answer } = await resolveOnce(oauthMode.source(profile), host);
    expect(answer.outcome).toBe("credentials");
    expect(operations()).toEqual(["RefreshToken", "Exchange"]);
  });

  test("before anything began spends nothing", async () => {
    const { cloud, host, signIn, operations } = bench();
    const profile = profileOf(signIn());
    await cloud.advance(2 * HOUR_MS);
    const reason = new Error("the caller gave up");
    const resolving = resolveOnce(oauthMode.source(profile), host, AbortSignal.abort(reason));
    await expect(resolving).rejects.toBe(reason);
    expect(operations()).toEqual([]);
  });
});

test("a service's clock that is days behind does not lengthen the life of what is kept, nor shorten that of new tokens", async () => {
  const { cloud, host, signIn, operations } = bench();
  const profile = profileOf(signIn());
  await resolveOnce(oauthMode.source(profile), host);
  await cloud.advance(5 * HOUR_MS);
  const { signal } = new AbortController();
  const context = createContext({ host, signal, serverClock: serverClockOf(host.clock, 72 * HOUR_MS) });
  expect((await ask(context, oauthMode.source(profile))).outcome).toBe("credentials");
  expect(operations()).toEqual(["Exchange", "RefreshToken", "Exchange"]);
  const { oauth_access_token_expire: expire, sts_expiration } = profile.current();
  const nowSeconds = cloud.clock.now() / 1000;
  expect(Number(expire)).toBeGreaterThan(nowSeconds);
  expect(Number(sts_expiration)).toBeGreaterThan(nowSeconds);
});
