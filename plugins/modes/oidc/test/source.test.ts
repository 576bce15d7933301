import { inspect } from "node:util";
import { pluginContract, resolveOnce, sourceContract } from "@alicred/conformance";
import { type ResolverEvent, refreshing } from "@alicred/core";
import type { Fault, FaultKind } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { oidc, oidcPlugin } from "../src/mod.ts";
import { bench, FILE, POLICY, PROVIDER, ROLE, RRSA } from "./support.ts";

describe("contract", async () => {
  const { host } = await bench();
  const { host: half } = await bench({ ALIBABA_CLOUD_OIDC_TOKEN: "canary-token" });
  const { host: none } = await bench({ ALIBABA_CLOUD_ROLE_ARN: ROLE });
  const checks = sourceContract({
    unset: () => ({ source: oidc(), host: none }),
    partial: () => ({ source: oidc(), host: half }),
    complete: () => ({ source: oidc(), host }),
    secrets: ["canary-token"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const fields = { oidc_token_file: FILE, oidc_provider_arn: PROVIDER, ram_role_arn: ROLE };
  const checks = pluginContract(oidcPlugin, {
    options: { roleArn: ROLE, oidcProviderArn: PROVIDER, token: { file: FILE } },
    refused: [{ roleArn: "canary-role" }, { token: { canary: true } }, { families: ["canary"] }],
    modes: {
      OIDC: {
        fields,
        refused: [{}, { ...fields, oidc_provider_arn: "canary" }, { ...fields, ram_role_arn: undefined }],
      },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("assumes a role with the token of the pod, in the body of one unsigned call", async () => {
  const sent: { url: string; headers: Record<string, string>; body?: string | undefined }[] = [];
  const { cloud, resolve, files } = await bench(RRSA, {
    fetch: (url, init) => {
      sent.push({ url, ...init });
      return cloud.fetch(url, init);
    },
  });
  const { answer, trace } = await resolve({ sts: { region: "cn-hangzhou" } });
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: {
      accessKeyId: expect.stringMatching(/^STS\./),
      expiresAtMs: cloud.clock.now() + 3_600_000,
      provenance: ["oidc"],
    },
  });
  expect(cloud.journal.entries()).toMatchObject([
    { operation: "AssumeRoleWithOIDC", decision: "allowed", host: "sts.cn-hangzhou.aliyuncs.com" },
  ]);
  const token = files[FILE]?.trim() ?? "";
  expect(sent[0]?.url).not.toContain(token.slice(0, 20));
  expect(sent[0]?.headers).not.toHaveProperty("authorization");
  expect(new URLSearchParams(sent[0]?.body).get("OIDCToken")).toBe(token);
  expect(trace.supplied).toEqual([
    { part: "roleArn", from: "environment variable ALIBABA_CLOUD_ROLE_ARN" },
    { part: "oidcProviderArn", from: "environment variable ALIBABA_CLOUD_OIDC_PROVIDER_ARN" },
    { part: "token", from: "environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE" },
    { part: "stsEndpoint", from: "argument sts.region" },
  ]);
  cloud.expectNoSecrets(JSON.stringify([answer, trace]), inspect([answer, trace], { depth: 10 }));
});

test("passes on duration, session name and policy", async () => {
  const sent: URLSearchParams[] = [];
  const { cloud, resolve } = await bench(RRSA, {
    fetch: (url, init) => {
      sent.push(new URLSearchParams(init.body));
      return cloud.fetch(url, init);
    },
  });
  const options = { durationSeconds: 900, roleSessionName: "night.job@x", policy: POLICY };
  const { answer, trace } = await resolve(options);
  expect(answer).toMatchObject({ credentials: { expiresAtMs: cloud.clock.now() + 900_000 } });
  expect(Object.fromEntries(sent[0] ?? [])).toMatchObject({
    DurationSeconds: "900",
    RoleSessionName: "night.job@x",
    Policy: POLICY,
  });
  expect(trace.supplied.map(({ part }) => part)).toEqual(
    expect.arrayContaining(["durationSeconds", "roleSessionName", "policy"]),
  );
});

test.each([
  [{}, "alicred"],
  [{ ALIBABA_CLOUD_ROLE_SESSION_NAME: "by-variable" }, "by-variable"],
])("the session's name with %j is %s", async (env, name) => {
  const sent: (string | null)[] = [];
  const { cloud, resolve } = await bench(
    { ...RRSA, ...env },
    {
      fetch: (url, init) => {
        sent.push(new URLSearchParams(init.body).get("RoleSessionName"));
        return cloud.fetch(url, init);
      },
    },
  );
  await resolve();
  expect(sent).toEqual([name]);
});

test("a day: the file is read at each refresh", async () => {
  const { cloud, host, renew } = await bench();
  const events: ResolverEvent[] = [];
  const resolver = refreshing(oidc(), { host, onEvent: (event) => events.push(event) });
  for (let minute = 0; minute < 24 * 60; minute++) {
    // As the kubelet does, when a fifth of the token's life is left.
    if (minute % 48 === 47) await renew();
    const { expiresAtMs = 0 } = await resolver.get();
    expect(expiresAtMs).toBeGreaterThan(cloud.clock.now());
    await host.settled();
    cloud.clock.moveTo(cloud.clock.now() + 60_000);
  }
  // 3,600 s less a window of 15 minutes, and sooner by chance.
  expect(cloud.journal.count()).toBeGreaterThanOrEqual(24);
  expect(cloud.journal.count()).toBeLessThanOrEqual(36);
  expect(cloud.journal.count({ decision: "denied" })).toBe(0);
  cloud.expectNoSecrets(JSON.stringify(events), resolver, await resolver.explain());
});

test("sessions of 900 s are cached", async () => {
  const { cloud, host } = await bench();
  const resolver = refreshing(oidc({ durationSeconds: 900 }), { host });
  for (let call = 0; call < 50; call++) await resolver.get();
  await host.settled();
  expect(cloud.journal.count()).toBe(1);
});

describe("STS says no", () => {
  test.each<[string, Record<string, unknown>, string, boolean]>([
    [
      "another audience",
      { claims: { aud: "canary" } },
      "AuthenticationFail.OIDCToken.AudienceNotMatch",
      false,
    ],
    ["another subject", { claims: { sub: "canary" } }, "AuthenticationFail.NoPermission", false],
    [
      "another issuer",
      { claims: { iss: "https://canary.test" } },
      "AuthenticationFail.OIDCToken.IssuerNotMatch",
      false,
    ],
    ["a forged signature", { key: "forged" }, "AuthenticationFail.OIDCToken.InvalidSignature", false],
    [
      "a token issued too long ago",
      { issuedAgoSeconds: 13 * 3600, lifetimeSeconds: 14 * 3600 },
      "AuthenticationFail.OIDCToken.Expired",
      true,
    ],
  ])("%s", async (_name, request, serverCode, retryable) => {
    const { cloud, resolve } = await bench();
    const token = await cloud.oidcIssuer().mint(request);
    const { answer } = await resolve({ token });
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        name: "RefusedError",
        code: "UPSTREAM_REFUSED",
        source: "oidc",
        status: 401,
        serverCode,
        retryable,
      },
    });
    const shown = inspect(answer, { depth: 10 });
    expect(shown).not.toContain("canary");
    cloud.expectNoSecrets(shown, JSON.stringify(answer));
  });

  test.each([
    ["a missing role", { roleArn: `${ROLE}-canary` }, "UPSTREAM_REFUSED", "EntityNotExist.Role"],
    [
      "a missing provider",
      { oidcProviderArn: `${PROVIDER}-canary` },
      "UPSTREAM_REFUSED",
      "AuthenticationFail.NoPermission",
    ],
    [
      "too long a session",
      { durationSeconds: 43_200 },
      "INVALID_CONFIGURATION",
      "InvalidParameter.DurationSeconds",
    ],
  ])("%s", async (_name, options, code, serverCode) => {
    const { answer } = await (await bench()).resolve(options);
    expect(answer).toMatchObject({ outcome: "failed", error: { code, serverCode, retryable: false } });
    expect(inspect(answer, { depth: 10 })).not.toContain("canary");
  });
});

describe("upstream", () => {
  test.each<[FaultKind, string, Record<string, unknown>?]>([
    ["internal-error", "UPSTREAM_UNAVAILABLE"],
    ["unavailable", "UPSTREAM_UNAVAILABLE"],
    ["throttling", "UPSTREAM_THROTTLED"],
    ["connection-reset", "NETWORK_ERROR"],
    ["hang", "UPSTREAM_TIMEOUT"],
    ["malformed-json", "RESPONSE_MALFORMED"],
    ["html-body", "RESPONSE_MALFORMED"],
    ["null-body", "RESPONSE_MALFORMED"],
    ["missing-fields", "CREDENTIALS_INCOMPLETE"],
    ["wrong-types", "RESPONSE_MALFORMED"],
    ["expiration-format", "RESPONSE_MALFORMED", { format: "unparsable" }],
    ["expired-credentials", "CREDENTIALS_EXPIRED"],
  ])("%s is %s, without a secret", async (kind, code, parameters) => {
    const { cloud, host } = await bench();
    cloud.faults.add({ kind, ...parameters } as Fault);
    const resolver = refreshing(oidc(), { host });
    const outcome = resolver.get().catch((thrown: unknown) => thrown);
    await cloud.clock.advance("25s");
    const error = await outcome;
    expect(error).toMatchObject({ code });
    cloud.expectNoSecrets(error, JSON.stringify(error), inspect(error, { depth: 10 }));
  });

  test("an outage is bridged with the session that is held", async () => {
    const { cloud, host } = await bench();
    const resolver = refreshing(oidc(), { host });
    const { accessKeyId } = await resolver.get();
    cloud.faults.add({ kind: "unavailable" });
    cloud.clock.moveTo(cloud.clock.now() + 50 * 60_000);
    expect((await resolver.get()).accessKeyId).toBe(accessKeyId);
    await cloud.clock.advance("20s");
    await host.settled();
    expect((await resolver.get()).accessKeyId).toBe(accessKeyId);
  });

  test("aborts while it waits", async () => {
    const { cloud, host } = await bench();
    cloud.faults.add({ kind: "hang" });
    const controller = new AbortController();
    const reason = new Error("the caller gave up");
    const resolution = resolveOnce(oidc(), host, controller.signal);
    await Promise.resolve();
    controller.abort(reason);
    await expect(resolution).rejects.toBe(reason);
  });
});

test.each([["soon"], [null], [0]])("a token with exp %j is for STS to judge", async (exp) => {
  const part = (content: unknown): string => btoa(JSON.stringify(content)).replaceAll("=", "");
  const token = `${part({ alg: "RS256" })}.${part({ exp })}.c2ln`;
  const { cloud, resolve } = await bench();
  const { answer } = await resolve({ token, roleArn: ROLE, oidcProviderArn: PROVIDER });
  expect(answer).toMatchObject({ outcome: "failed", error: { name: "RefusedError" } });
  expect(cloud.journal.count()).toBe(1);
});
