import { inspect } from "node:util";
import { resolveOnce } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import type { Fault } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { oauthMode } from "../src/mod.ts";
import { bench, HOUR_MS, profileOf } from "./support.ts";

const token = { service: "oauth", operation: "RefreshToken" } as const;
const exchange = { service: "oauth", operation: "Exchange" } as const;

test.each<[string, Fault, object]>([
  [
    "tokens: overload",
    { kind: "unavailable", ...token },
    { code: "UPSTREAM_UNAVAILABLE", retryable: true, status: 503 },
  ],
  [
    "tokens: throttling",
    { kind: "throttling", ...token },
    { code: "UPSTREAM_THROTTLED", retryable: true, status: 429 },
  ],
  [
    "tokens: a reset connection",
    { kind: "connection-reset", ...token },
    { code: "NETWORK_ERROR", retryable: true },
  ],
  ["tokens: no JSON", { kind: "html-body", ...token }, { code: "RESPONSE_MALFORMED", retryable: true }],
  ["tokens: half a reply", { kind: "truncated-body", ...token }, { retryable: true }],
  [
    "tokens: no access token",
    { kind: "missing-fields", fields: ["access_token"], ...token },
    { code: "RESPONSE_MALFORMED" },
  ],
  [
    "tokens: another client",
    { kind: "error", code: "invalid_client", ...token },
    { code: "UPSTREAM_REFUSED", source: "oauth", serverCode: "invalid_client", status: 401 },
  ],
  [
    "tokens: refused",
    { kind: "error", code: "invalid_grant", ...token },
    { code: "LOGIN_REQUIRED", serverCode: "invalid_grant", status: 400, retryable: false },
  ],
  [
    "exchange: overload",
    { kind: "internal-error", ...exchange },
    { code: "UPSTREAM_UNAVAILABLE", retryable: true, status: 500 },
  ],
  [
    "exchange: no JSON",
    { kind: "malformed-json", ...exchange },
    { code: "RESPONSE_MALFORMED", retryable: true },
  ],
  [
    "exchange: other names",
    { kind: "wrong-case-keys", ...exchange },
    { code: "CREDENTIALS_INCOMPLETE", message: expect.stringContaining("accessKeyId is missing") },
  ],
  [
    "exchange: no token",
    { kind: "missing-fields", fields: ["securityToken"], ...exchange },
    { code: "CREDENTIALS_INCOMPLETE" },
  ],
  [
    "exchange: no time",
    { kind: "expiration-format", format: "unparsable", ...exchange },
    { code: "RESPONSE_MALFORMED" },
  ],
  [
    "exchange: refused",
    { kind: "error", code: "access_denied", ...exchange },
    { code: "UPSTREAM_REFUSED", status: 403, retryable: false },
  ],
])("%s", async (_name, fault, error) => {
  const { cloud, host, signIn } = bench();
  const profile = profileOf(signIn());
  await cloud.advance(2 * HOUR_MS);
  cloud.faults.add(fault);
  const resolving = resolveOnce(oauthMode.source(profile), host);
  await cloud.advance(15_000);
  const { answer, trace } = await resolving;
  expect(answer).toMatchObject({ outcome: "failed", error });
  const failure = answer.outcome === "failed" ? answer.error : undefined;
  cloud.expectNoSecrets(
    JSON.stringify([answer, trace]),
    inspect([answer, trace], { depth: 10 }),
    failure?.stack ?? "",
  );
});

test("a refresh token is sent once, whatever comes back", async () => {
  const { cloud, host, signIn, operations } = bench();
  const profile = profileOf(signIn());
  await cloud.advance(2 * HOUR_MS);
  cloud.faults.add({ kind: "hang", ...token });
  const resolving = resolveOnce(oauthMode.source(profile), host);
  await cloud.advance(60_000);
  expect((await resolving).answer).toMatchObject({ outcome: "failed", error: { code: "UPSTREAM_TIMEOUT" } });
  expect(operations()).toEqual(["RefreshToken"]);
});

test("what was spent is kept, though the exchange fails", async () => {
  const { cloud, host, signIn, operations } = bench();
  const before = signIn();
  const profile = profileOf(before);
  await cloud.advance(2 * HOUR_MS);
  const outage = cloud.faults.add({ kind: "unavailable", ...exchange });
  const resolving = resolveOnce(oauthMode.source(profile), host);
  await cloud.advance(15_000);
  expect((await resolving).answer.outcome).toBe("failed");
  expect(profile.current()["oauth_refresh_token"]).not.toBe(before["oauth_refresh_token"]);
  outage.remove();
  expect((await resolveOnce(oauthMode.source(profile), host)).answer.outcome).toBe("credentials");
  expect(operations().filter((operation) => operation === "RefreshToken")).toHaveLength(1);
});

test("an outage is bridged by the kept session, and ends by itself", async () => {
  const { cloud, host, signIn } = bench();
  const resolver = refreshing(oauthMode.source(profileOf(signIn())), { host });
  const first = await resolver.get();
  const outage = cloud.faults.add({ kind: "unavailable", service: "oauth" });
  await cloud.advance(HOUR_MS - 30_000);
  expect(await resolver.get({ timeoutMs: 1_000 }).catch(() => undefined)).toBe(first);
  outage.remove();
  await cloud.advance(300_000);
  expect((await resolver.get()).accessKeyId).not.toBe(first.accessKeyId);
  resolver.close();
});

test("a session that has already expired is never served, nor kept", async () => {
  const { cloud, host, signIn } = bench();
  const profile = profileOf(signIn());
  cloud.faults.add({ kind: "expired-credentials", ...exchange });
  const resolver = refreshing(oauthMode.source(profile), { host });
  await expect(resolver.get()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
  expect(profile.current()).not.toHaveProperty("sts_token");
  resolver.close();
});

describe("a login that only a person can renew", () => {
  test.each([
    ["nothing", {}, "the access token has expired, and there is no refresh token"],
    [
      "an old access token alone",
      { oauth_access_token: "canary", oauth_access_token_expire: 1 },
      "the access token has expired",
    ],
    ["a refresh token that was used", { oauth_refresh_token: "canary" }, "refused the token (invalid_grant)"],
    ["an invalid access token", { oauth_access_token: "canary" }, "refused the token (invalid_token)"],
  ])("%s in the profile: the exact command", async (_name, fields, why) => {
    const { host } = bench();
    const profile = profileOf({ oauth_site_type: "CN", ...fields });
    const { answer, trace } = await resolveOnce(oauthMode.source(profile), host);
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "LOGIN_REQUIRED",
        retryable: false,
        source: "oauth",
        message: expect.stringContaining(why),
      },
    });
    const message = answer.outcome === "failed" ? answer.error.message : "";
    expect(message).toMatch(/: alicred login me$/);
    expect(JSON.stringify([answer, trace])).not.toContain("canary");
  });
});
