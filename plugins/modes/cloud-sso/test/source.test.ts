import { inspect } from "node:util";
import { createTestHost, pluginContract, refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import { ask, createContext, refreshing } from "@alicred/core";
import type { Fault } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { type CloudSsoOptions, cloudSso, cloudSsoPlugin } from "../src/mod.ts";
import { ACCOUNT, ADMINISTRATOR, type Bench, bench, HOUR_MS, SIGN_IN_URL, serverClockOf } from "./support.ts";

function optionsOf({ cloud }: Bench, user = "alice"): CloudSsoOptions {
  const { accessToken, expiresAtMs } = cloud.cloudSso.signIn(user);
  return {
    signInUrl: SIGN_IN_URL,
    accountId: ACCOUNT,
    accessConfigurationId: ADMINISTRATOR,
    accessToken,
    accessTokenExpiresAt: new Date(expiresAtMs),
  };
}

describe("contract", () => {
  const given = bench();
  const options = optionsOf(given);
  const checks = sourceContract({
    partial: () => ({ source: cloudSso({ ...options, accessToken: "canary-none" }), host: given.host }),
    complete: () => ({ source: cloudSso(options), host: given.host }),
    secrets: ["canary-none", options.accessToken],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const options = optionsOf(bench());
  const fields = { cloud_sso_sign_in_url: SIGN_IN_URL };
  const checks = pluginContract(cloudSsoPlugin, {
    options,
    refused: [
      {},
      { ...options, signInUrl: "http://canary.test" },
      { ...options, accessToken: "canary token" },
      { ...options, accessTokenExpiresAt: "canary" },
    ],
    modes: {
      CloudSSO: {
        fields,
        refused: [
          {},
          { cloud_sso_sign_in_url: "ftp://canary.test" },
          { ...fields, access_token: "canary token" },
          { ...fields, cloud_sso_access_token_expire: "canary" },
        ],
      },
    },
    secrets: ["canary", options.accessToken],
  });
  for (const { name, run } of checks) test(name, run);
});

test("keeps the port of the sign-in address, and nothing else of it", async () => {
  const urls: string[] = [];
  const host = createTestHost({
    fetch: async (url, { body }) => {
      urls.push(url);
      expect(JSON.parse(body ?? "")).toEqual({ AccountId: "1", AccessConfigurationId: "ac-1" });
      return new Response("{}", { status: 403 });
    },
  });
  const options = { accountId: "1", accessConfigurationId: "ac-1", accessToken: "t" };
  await resolveOnce(cloudSso({ ...options, signInUrl: "http://127.0.0.1:8080/start/login?x=y#z" }), host);
  await resolveOnce(cloudSso({ ...options, signInUrl: "https://portal.example:8443/device/login" }), host);
  expect(urls).toEqual([
    "http://127.0.0.1:8080/cloud-credentials",
    "https://portal.example:8443/cloud-credentials",
  ]);
});

test("a person who is not assigned is told so", async () => {
  const given = bench();
  const { answer } = await resolveOnce(cloudSso(optionsOf(given, "bob")), given.host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "UPSTREAM_REFUSED",
      status: 403,
      serverCode: "Forbidden",
      requestId: expect.any(String),
      message: expect.stringContaining("is assigned to the account and the access configuration"),
    },
  });
});

test("an access token that has expired is sent only until the portal's time is known", async () => {
  const given = bench();
  const source = cloudSso(optionsOf(given));
  await given.cloud.advance(9 * HOUR_MS);
  const { answer } = await resolveOnce(source, given.host);
  expect(answer).toMatchObject({ outcome: "failed", error: { code: "LOGIN_REQUIRED", source: "cloud-sso" } });
  expect(answer.outcome === "failed" && answer.error.message).toBe(
    "CloudSSO: the access token has expired. Sign in again and pass the new tokens.",
  );
  expect(given.cloud.journal.entries()).toHaveLength(1);
  await given.cloud.advance(24 * HOUR_MS);
  expect((await resolveOnce(source, given.host)).answer).toMatchObject({ error: { code: "LOGIN_REQUIRED" } });
  expect(given.cloud.journal.entries()).toHaveLength(1);
});

test("an access token that expires this instant is not sent, once the portal's time is known", async () => {
  const given = bench();
  const { cloud, host } = given;
  const options = optionsOf(given);
  const source = cloudSso(options);
  const { signal } = new AbortController();
  const context = createContext({ host, signal, serverClock: serverClockOf(host.clock) });
  expect((await ask(context, source)).outcome).toBe("credentials");
  cloud.clock.moveTo(Number(options.accessTokenExpiresAt));
  expect(await ask(context, source)).toMatchObject({ error: { code: "LOGIN_REQUIRED" } });
  expect(cloud.journal.entries()).toHaveLength(1);
});

test("an access token that expired days ago is not sent, even if the portal's clock is as far behind", async () => {
  const given = bench();
  const { cloud, host } = given;
  const source = cloudSso(optionsOf(given));
  await cloud.advance(60 * HOUR_MS);
  const { signal } = new AbortController();
  const context = createContext({ host, signal, serverClock: serverClockOf(host.clock, 72 * HOUR_MS) });
  expect(await ask(context, source)).toMatchObject({ error: { code: "LOGIN_REQUIRED" } });
  expect(cloud.journal.entries()).toEqual([]);
});

test("a clock that is 8 hours fast does not end a sign-in", async () => {
  const given = bench();
  const source = cloudSso(optionsOf(given));
  const { clock } = given.host;
  const fast = { now: () => clock.now() + 8 * HOUR_MS, sleep: clock.sleep.bind(clock) };
  const resolver = refreshing(source, { host: { ...given.host, clock: fast } });
  expect((await resolver.get()).provenance).toEqual(["cloud-sso"]);
  resolver.close();
});

const target = { service: "cloud-sso", operation: "CreateCloudCredential" } as const;

test.each<[string, Fault, object]>([
  [
    "overload",
    { kind: "unavailable", ...target },
    { code: "UPSTREAM_UNAVAILABLE", retryable: true, status: 503 },
  ],
  [
    "throttling",
    { kind: "throttling", ...target },
    { code: "UPSTREAM_THROTTLED", retryable: true, status: 429 },
  ],
  ["an inner error", { kind: "internal-error", ...target }, { code: "UPSTREAM_UNAVAILABLE", status: 500 }],
  ["a reset connection", { kind: "connection-reset", ...target }, { code: "NETWORK_ERROR", retryable: true }],
  ["silence", { kind: "hang", ...target }, { code: "UPSTREAM_TIMEOUT", retryable: true }],
  ["no JSON", { kind: "html-body", ...target }, { code: "RESPONSE_MALFORMED", retryable: true }],
  ["null", { kind: "null-body", ...target }, { code: "RESPONSE_MALFORMED" }],
  ["other names", { kind: "wrong-case-keys", ...target }, { code: "CREDENTIALS_INCOMPLETE" }],
  [
    "no secret",
    { kind: "missing-fields", fields: ["AccessKeySecret"], ...target },
    { code: "CREDENTIALS_INCOMPLETE" },
  ],
  ["no time", { kind: "expiration-format", format: "unparsable", ...target }, { code: "RESPONSE_MALFORMED" }],
])("%s", async (_name, fault, error) => {
  const given = bench();
  const source = cloudSso(optionsOf(given));
  given.cloud.faults.add(fault);
  const resolving = resolveOnce(source, given.host);
  await given.cloud.advance(20_000);
  const { answer, trace } = await resolving;
  expect(answer).toMatchObject({ outcome: "failed", error });
  const failure = answer.outcome === "failed" ? answer.error : undefined;
  given.cloud.expectNoSecrets(
    JSON.stringify([answer, trace]),
    inspect([answer, trace], { depth: 10 }),
    failure?.stack ?? "",
  );
});

test("credentials that have already expired are never served", async () => {
  const given = bench();
  given.cloud.faults.add({ kind: "expired-credentials", ...target });
  const resolver = refreshing(cloudSso(optionsOf(given)), { host: given.host });
  await expect(resolver.get()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
  resolver.close();
});

test("a caller may give up", async () => {
  const given = bench();
  given.cloud.faults.add({ kind: "hang", ...target });
  const controller = new AbortController();
  const resolving = resolveOnce(cloudSso(optionsOf(given)), given.host, controller.signal);
  const reason = new Error("the caller gave up");
  controller.abort(reason);
  await expect(resolving).rejects.toBe(reason);
});

test.each<[string, object, RegExp]>([
  ["plain HTTP", { signInUrl: "http://canary.com/" }, /signInUrl: is not the address of a sign-in portal/],
  ["no account", { accountId: undefined }, /accountId: is missing/],
  ["an empty token", { accessToken: "" }, /accessToken: is missing or not printable ASCII without spaces/],
  ["no time", { accessTokenExpiresAt: "canary" }, /accessTokenExpiresAt: is not a valid Date/],
])("refuses %s, and quotes no value", (_name, change, message) => {
  const options = {
    signInUrl: SIGN_IN_URL,
    accountId: "1",
    accessConfigurationId: "ac-1",
    accessToken: "canary",
  };
  const error = refusalOf(() => cloudSsoPlugin.source({ ...options, ...change } as never), ["canary"]);
  expect(error).toMatchObject({ code: "INVALID_OPTION", message: expect.stringMatching(message) });
});
