import { inspect } from "node:util";
import { createTestProfile, refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import { ask, createContext, refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { cloudSsoMode, cloudSsoPlugin } from "../src/mod.ts";
import { bench, HOUR_MS, profileOf, READ_ONLY, SIGN_IN_URL, serverClockOf } from "./support.ts";

describe("contract", () => {
  const { host, signIn } = bench();
  const fields = signIn();
  const checks = sourceContract({
    partial: () => ({
      source: cloudSsoMode.source(profileOf({ cloud_sso_sign_in_url: SIGN_IN_URL })),
      host,
    }),
    complete: () => ({ source: cloudSsoMode.source(profileOf(fields)), host }),
    secrets: [String(fields["access_token"])],
  });
  for (const { name, run } of checks) test(name, run);
});

test("the plugin offers the mode", () => {
  expect(cloudSsoPlugin.profileModes).toEqual([cloudSsoMode]);
  expect(cloudSsoMode.mode).toBe("CloudSSO");
});

test("sends account and access configuration, and keeps the session", async () => {
  const { cloud, host, signIn } = bench();
  const profile = profileOf({ ...signIn(), region_id: "kept" });
  const { answer, trace } = await resolveOnce(cloudSsoMode.source(profile), host);
  const expiresAtMs = cloud.clock.now() + HOUR_MS;
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: { accessKeyId: expect.stringMatching(/^STS\./), expiresAtMs, provenance: ["cloud-sso"] },
  });
  expect(cloud.journal.entries()).toMatchObject([
    {
      operation: "CreateCloudCredential",
      decision: "allowed",
      host: "signin-cn-shanghai.alibabacloudsso.com",
    },
  ]);
  expect(profile.current()).toMatchObject({
    region_id: "kept",
    access_key_id: expect.stringMatching(/^STS\./),
    sts_token: expect.any(String),
    sts_expiration: expiresAtMs / 1000,
  });
  expect(trace.supplied).toEqual([
    { part: "accessToken", from: 'field access_token of profile "work laptop"' },
  ]);
  cloud.expectNoSecrets(JSON.stringify([answer, trace]), inspect([answer, trace], { depth: 10 }));
});

test("a session that is kept is used, also after the access token has expired", async () => {
  const { cloud, host, signIn } = bench();
  const profile = profileOf(signIn());
  await resolveOnce(cloudSsoMode.source(profile), host);
  const { access_key_id } = profile.current();
  profile.change({ access_token: undefined, cloud_sso_access_token_expire: 1 });
  await cloud.advance(HOUR_MS - 60_000);
  const { answer, trace } = await resolveOnce(cloudSsoMode.source(profile), host);
  expect(answer).toMatchObject({ credentials: { accessKeyId: access_key_id } });
  expect(cloud.journal.entries()).toHaveLength(1);
  cloud.expectNoSecrets(JSON.stringify([answer, trace]));
});

test("the end of an access token in milliseconds is read, with a warning", async () => {
  const { host, signIn } = bench();
  const fields = signIn();
  const expire = Number(fields["cloud_sso_access_token_expire"]) * 1000;
  const source = cloudSsoMode.source(profileOf({ ...fields, cloud_sso_access_token_expire: expire }));
  const { answer, trace } = await resolveOnce(source, host);
  expect(answer.outcome).toBe("credentials");
  expect(trace.warnings).toEqual([
    "field cloud_sso_access_token_expire holds milliseconds, where epoch seconds belong. It is read; other tools may not.",
  ]);
});

test("sessions are renewed as long as the access token lives, and served to their end after that", async () => {
  const { cloud, host, signIn } = bench();
  const resolver = refreshing(cloudSsoMode.source(profileOf(signIn())), { host });
  const startMs = cloud.clock.now();
  let servedUntilMs = startMs;
  let error: unknown;
  while (error === undefined) {
    try {
      const { expiresAtMs = 0 } = await resolver.get();
      expect(expiresAtMs).toBeGreaterThan(cloud.clock.now());
      servedUntilMs = cloud.clock.now();
      await cloud.advance(60_000);
    } catch (thrown) {
      error = thrown;
    }
  }
  expect(error).toMatchObject({ code: "LOGIN_REQUIRED" });
  // The access token lives 8 hours, the session that was made last an hour more or less.
  expect(servedUntilMs - startMs).toBeGreaterThan(8 * HOUR_MS);
  expect(servedUntilMs - startMs).toBeLessThan(9 * HOUR_MS);
  const calls = cloud.journal.entries().length;
  expect(calls).toBeGreaterThanOrEqual(9);
  expect(calls).toBeLessThanOrEqual(12);
  resolver.close();
});

test("a session of a quarter of an hour is not renewed for each caller", async () => {
  const { cloud, host, signIn } = bench();
  const fields = { ...signIn(), cloud_sso_access_config: READ_ONLY };
  const resolver = refreshing(cloudSsoMode.source(profileOf(fields)), { host });
  for (let round = 0; round < 50; round++) {
    await resolver.get();
    await cloud.advance(10_000);
  }
  expect(cloud.journal.entries()).toHaveLength(1);
  resolver.close();
});

describe("a login that only a person can renew", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no access token", { access_token: undefined }, /access token, account or .* is missing/],
    [
      "an access token that has expired",
      { cloud_sso_access_token_expire: 1 },
      /the access token has expired/,
    ],
    ["an invalid access token", { access_token: "canary" }, /the portal no longer accepts the access token/],
    ["no account", { cloud_sso_account_id: undefined }, /access token, account or .* is missing/],
    ["no access configuration", { cloud_sso_access_config: undefined }, /access configuration is missing/],
  ])("%s: the exact command", async (_name, change, why) => {
    const { host, signIn } = bench();
    const profile = profileOf({ ...signIn(), ...change });
    const { answer, trace } = await resolveOnce(cloudSsoMode.source(profile), host);
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "LOGIN_REQUIRED",
        retryable: false,
        source: "cloud-sso",
        message: expect.stringMatching(why),
      },
    });
    const message = answer.outcome === "failed" ? answer.error.message : "";
    expect(message).toMatch(/: alicred login 'work laptop'$/);
    expect(JSON.stringify([answer, trace])).not.toContain("canary");
  });
});

test.each([
  [{}, "cloud_sso_sign_in_url: is missing"],
  [
    { cloud_sso_sign_in_url: "http://canary.com/start" },
    "cloud_sso_sign_in_url: is not the address of a sign-in portal",
  ],
  [{ cloud_sso_sign_in_url: "canary" }, "cloud_sso_sign_in_url: is not the address"],
  ...["canary\r\nx: y", "canary\0", "canary\u0431"].map((token): [Record<string, unknown>, string] => [
    { cloud_sso_sign_in_url: SIGN_IN_URL, access_token: token },
    "access_token: is missing or not printable ASCII without spaces",
  ]),
  [
    { cloud_sso_sign_in_url: SIGN_IN_URL, access_token: 7 },
    "access_token: is missing or not printable ASCII without spaces",
  ],
  [
    { cloud_sso_sign_in_url: SIGN_IN_URL, cloud_sso_access_token_expire: "canary" },
    "cloud_sso_access_token_expire: is not a time in epoch seconds",
  ],
])("a profile is refused by name and field, and quotes no value: %#", (fields, message) => {
  const error = refusalOf(() => cloudSsoMode.source(createTestProfile(fields)), ["canary"]);
  expect(error).toMatchObject({
    code: "INVALID_CONFIGURATION",
    message: expect.stringContaining(`profile "p": ${message}`),
  });
});

test("a portal's clock that is days behind does not lengthen the life of a session that is kept", async () => {
  const { cloud, host, signIn } = bench();
  const source = cloudSsoMode.source(profileOf(signIn()));
  await resolveOnce(source, host);
  await cloud.advance(2 * HOUR_MS);
  const { signal } = new AbortController();
  const context = createContext({ host, signal, serverClock: serverClockOf(host.clock, 72 * HOUR_MS) });
  const expiresAtMs = cloud.clock.now() + HOUR_MS;
  expect(await ask(context, source)).toMatchObject({ credentials: { expiresAtMs } });
  expect(cloud.journal.entries()).toHaveLength(2);
});
