import { inspect } from "node:util";
import { createTestProfile, refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { oauthMode, oauthPlugin } from "../src/mod.ts";
import { bench, HOUR_MS, profileOf } from "./support.ts";

describe("contract", () => {
  const { cloud, host, signIn } = bench();
  const fields = signIn();
  const checks = sourceContract({
    partial: () => ({ source: oauthMode.source(profileOf({ oauth_site_type: "CN" })), host }),
    complete: () => ({ source: oauthMode.source(profileOf(fields)), host }),
    secrets: [String(fields["oauth_access_token"]), cloud.accessKey("alice").accessKeySecret],
  });
  for (const { name, run } of checks) test(name, run);
});

test("the plugin offers the mode", () => {
  expect(oauthPlugin.profileModes).toEqual([oauthMode]);
  expect(oauthMode.mode).toBe("OAuth");
});

test.each(["CN", "INTL"] as const)(
  "%s: exchanges a fresh access token, and keeps the session",
  async (site) => {
    const { cloud, host, signIn, operations } = bench();
    const profile = profileOf({ ...signIn(site), region_id: "kept" });
    const { answer, trace } = await resolveOnce(oauthMode.source(profile), host);
    const expiresAtMs = cloud.clock.now() + HOUR_MS;
    expect(answer).toMatchObject({
      outcome: "credentials",
      credentials: { accessKeyId: expect.stringMatching(/^STS\./), expiresAtMs, provenance: ["oauth"] },
    });
    expect(operations()).toEqual(["Exchange"]);
    expect(cloud.journal.entries()).toMatchObject([
      { host: site === "CN" ? "oauth.aliyun.com" : "oauth.alibabacloud.com", decision: "allowed" },
    ]);
    expect(profile.current()).toMatchObject({
      region_id: "kept",
      access_key_id: expect.stringMatching(/^STS\./),
      sts_token: expect.any(String),
      sts_expiration: expiresAtMs / 1000,
    });
    expect(trace.supplied).toEqual([{ part: "tokens", from: 'profile "me"' }]);
    cloud.expectNoSecrets(JSON.stringify([answer, trace]), inspect([answer, trace], { depth: 10 }));
  },
);

test("the end of an access token in milliseconds is read, with a warning", async () => {
  const { host, signIn, operations } = bench();
  const fields = signIn();
  const expire = Number(fields["oauth_access_token_expire"]) * 1000;
  const profile = profileOf({ ...fields, oauth_access_token_expire: expire });
  const { answer, trace } = await resolveOnce(oauthMode.source(profile), host);
  expect(answer.outcome).toBe("credentials");
  expect(operations()).toEqual(["Exchange"]);
  expect(trace.warnings).toEqual([
    "field oauth_access_token_expire holds milliseconds, where epoch seconds belong. It is read; other tools may not.",
  ]);
});

test("an access token near its end is renewed first, and both tokens are kept", async () => {
  const { cloud, host, signIn, operations } = bench();
  const before = signIn();
  const profile = profileOf(before);
  await cloud.advance(HOUR_MS - 1_200_000);
  expect((await resolveOnce(oauthMode.source(profile), host)).answer.outcome).toBe("credentials");
  expect(operations()).toEqual(["RefreshToken", "Exchange"]);
  const after = profile.current();
  expect(after["oauth_access_token"]).not.toBe(before["oauth_access_token"]);
  expect(after["oauth_refresh_token"]).not.toBe(before["oauth_refresh_token"]);
  // A second early, because the issuer's clock as it is known may be ahead by one.
  expect(after["oauth_access_token_expire"]).toBe((cloud.clock.now() + HOUR_MS) / 1000 - 1);
});

test("a session that is kept needs no call, even when every token is dead", async () => {
  const { cloud, host, signIn, operations } = bench();
  const profile = profileOf(signIn());
  await resolveOnce(oauthMode.source(profile), host);
  const { access_key_id } = profile.current();
  profile.change({ oauth_access_token_expire: 1, oauth_refresh_token: undefined });
  const { answer, trace } = await resolveOnce(oauthMode.source(profile), host);
  expect(answer).toMatchObject({ credentials: { accessKeyId: access_key_id, provenance: ["oauth"] } });
  expect(operations()).toEqual(["Exchange"]);
  expect(trace.supplied).toEqual([{ part: "session", from: 'profile "me"' }]);
  cloud.expectNoSecrets(JSON.stringify([answer, trace]));
});

test("days go by: sessions and tokens are renewed in time, and nobody signs in again", async () => {
  const { cloud, host, signIn } = bench();
  const profile = profileOf(signIn());
  const resolver = refreshing(oauthMode.source(profile), { host });
  for (let minute = 0; minute < 48 * 60; minute += 5) {
    const { expiresAtMs = 0 } = await resolver.get();
    expect(expiresAtMs).toBeGreaterThan(cloud.clock.now());
    await cloud.advance(300_000);
  }
  const calls = cloud.journal.entries();
  expect(calls.every(({ decision }) => decision === "allowed")).toBe(true);
  // Sessions of an hour, renewed up to a quarter of an hour before their end.
  expect(calls.filter(({ operation }) => operation === "Exchange").length).toBeLessThanOrEqual(66);
  resolver.close();
});

test("a session that was rejected is not served again", async () => {
  const { host, signIn, operations } = bench();
  const resolver = refreshing(oauthMode.source(profileOf(signIn())), { host });
  const first = await resolver.get();
  resolver.invalidate(first);
  expect((await resolver.get()).accessKeyId).not.toBe(first.accessKeyId);
  expect(operations()).toEqual(["Exchange", "Exchange"]);
});

test.each(["EN", "en", " En "])("the site %j is INTL, with a warning", async (oauth_site_type) => {
  const { cloud, host, signIn } = bench();
  const source = oauthMode.source(profileOf({ ...signIn("INTL"), oauth_site_type }));
  const { answer, trace } = await resolveOnce(source, host);
  expect(answer.outcome).toBe("credentials");
  expect(cloud.journal.entries()).toMatchObject([{ host: "oauth.alibabacloud.com" }]);
  expect(trace.warnings).toEqual(["The site EN is read as INTL. Write INTL."]);
});

test.each([
  [{}, "oauth_site_type: is missing"],
  [{ oauth_site_type: "canary" }, "oauth_site_type: is not CN or INTL"],
  ...["canary\r\nx: y", "canary\0", "canary\u0431"].map((token): [Record<string, unknown>, string] => [
    { oauth_site_type: "CN", oauth_access_token: token },
    "oauth_access_token: is missing or not printable ASCII without spaces",
  ]),
  [
    { oauth_site_type: "CN", oauth_access_token: 7 },
    "oauth_access_token: is missing or not printable ASCII without spaces",
  ],
  [
    { oauth_site_type: "CN", oauth_access_token_expire: "canary" },
    "oauth_access_token_expire: is not a time in epoch seconds",
  ],
  [{ oauth_site_type: "CN", oauth_endpoint: "http://canary.com" }, "oauth_endpoint: is not an origin"],
])("a profile is refused by name and field, and quotes no value: %#", (fields, message) => {
  const error = refusalOf(() => oauthMode.source(createTestProfile(fields)), ["canary"]);
  expect(error).toMatchObject({
    code: "INVALID_CONFIGURATION",
    message: expect.stringContaining(`profile "p": ${message}`),
  });
});

test.each([
  ["oauth_refresh_token", { canary: 1 }, "is missing or not printable ASCII without spaces"],
  ["oauth_access_token", 7, "is missing or not printable ASCII without spaces"],
  ["oauth_access_token_expire", { canary: 1 }, "is not a time in epoch seconds"],
])("what others left in %s meanwhile is checked before it is sent", async (field, value, complaint) => {
  const { cloud, host, signIn, operations } = bench();
  const profile = profileOf(signIn());
  const source = oauthMode.source({ ...profile, fields: { ...profile.fields } });
  await cloud.advance(2 * HOUR_MS);
  profile.change({ [field]: value });
  const { answer, trace } = await resolveOnce(source, host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code: "INVALID_CONFIGURATION", message: `profile "me": ${field}: ${complaint}.` },
  });
  expect(operations()).toEqual([]);
  expect(JSON.stringify([answer, trace])).not.toContain("canary");
});
