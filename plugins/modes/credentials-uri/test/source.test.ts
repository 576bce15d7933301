import { inspect } from "node:util";
import { resolveOnce, sourceContract } from "@alicred/conformance";
import { type ResolverEvent, refreshing } from "@alicred/core";
import type { Fault, FaultKind } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { credentialsUri } from "../src/mod.ts";
import { BASE, bench } from "./support.ts";

const FILE = "/run/credentials.json";
const KEY = { AccessKeyId: "LTAIexample", AccessKeySecret: "canary-secret" };

describe("contract", () => {
  const { host } = bench({ env: { ALIBABA_CLOUD_CREDENTIALS_URI: `${BASE}/reader?canary-query` } });
  const checks = sourceContract({
    unset: () => ({ source: credentialsUri(), host: bench().host }),
    partial: () => ({ source: credentialsUri({ uri: "https://canary-user@x.test/" }), host }),
    complete: () => ({ source: credentialsUri(), host }),
    secrets: ["canary-query", "canary-user"],
    except: { "sends no secret in an address": "the address itself is the secret" },
  });
  for (const { name, run } of checks) test(name, run);
});

test.each([
  ["argument uri", { uri: `${BASE}/reader` }, { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1/other" }],
  [
    "environment variable ALIBABA_CLOUD_CREDENTIALS_URI",
    {},
    { ALIBABA_CLOUD_CREDENTIALS_URI: ` ${BASE}/reader\n` },
  ],
  ["environment variable ALICLOUD_CREDENTIALS_URI", {}, { ALICLOUD_CREDENTIALS_URI: `${BASE}/reader` }],
])("reads the document that the %s leads to", async (from, options, env) => {
  const { cloud, resolve } = bench({ env });
  const { answer, trace } = await resolve(options);
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: {
      accessKeyId: expect.stringMatching(/^STS\./),
      expiresAtMs: cloud.clock.now() + 3_600_000,
      provenance: ["credentials-uri"],
    },
  });
  expect(trace.supplied).toEqual([{ part: "uri", from }]);
  cloud.expectNoSecrets(JSON.stringify([answer, trace]), inspect([answer, trace], { depth: 10 }));
});

test("without a URI nothing is configured and nothing asked", async () => {
  const { cloud, resolve } = bench({ env: { ALIBABA_CLOUD_CREDENTIALS_URI: " " } });
  expect((await resolve()).answer).toEqual({
    outcome: "not-configured",
    lookedFor: ["environment variable ALIBABA_CLOUD_CREDENTIALS_URI or ALICLOUD_CREDENTIALS_URI"],
  });
  expect((await bench({ env: undefined }).resolve()).answer.outcome).toBe("not-configured");
  expect(cloud.journal.count()).toBe(0);
});

test("of two variables that differ the first counts, in the caller's order", async () => {
  const env = {
    ALIBABA_CLOUD_CREDENTIALS_URI: `${BASE}/nowhere`,
    ALICLOUD_CREDENTIALS_URI: `${BASE}/reader`,
  };
  const variables = ["ALICLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_CREDENTIALS_URI"];
  const { answer, trace } = await bench({ env }).resolve({ variables });
  expect(answer.outcome).toBe("credentials");
  expect(trace.supplied).toEqual([{ part: "uri", from: "environment variable ALICLOUD_CREDENTIALS_URI" }]);
});

test("a day: the document is fetched as its credentials rotate", async () => {
  const { cloud, host } = bench();
  const events: ResolverEvent[] = [];
  const source = credentialsUri({ uri: `${BASE}/reader` });
  const resolver = refreshing(source, { host, onEvent: (event) => events.push(event) });
  for (let minute = 0; minute < 24 * 60; minute++) {
    const { expiresAtMs = 0 } = await resolver.get();
    expect(expiresAtMs).toBeGreaterThan(cloud.clock.now());
    await host.settled();
    cloud.clock.moveTo(cloud.clock.now() + 60_000);
  }
  // New ones every 50 minutes.
  expect(cloud.journal.count()).toBeGreaterThanOrEqual(24);
  expect(cloud.journal.count()).toBeLessThanOrEqual(90);
  expect(cloud.journal.count({ decision: "denied" })).toBe(0);
  cloud.expectNoSecrets(JSON.stringify(events), resolver, await resolver.explain());
});

describe("documents", () => {
  test.each(["without-code", "time-with-offset", "time-with-milliseconds"])("%s is good", async (variant) => {
    const { cloud, resolve } = bench();
    const { answer } = await resolve({ uri: `${BASE}/variants/${variant}` });
    expect(answer).toMatchObject({
      outcome: "credentials",
      credentials: { expiresAtMs: cloud.clock.now() + 3_600_000 },
    });
  });

  test.each([
    ["other-code", "UPSTREAM_REFUSED"],
    ["without-access-key-id", "CREDENTIALS_INCOMPLETE"],
    ["without-access-key-secret", "CREDENTIALS_INCOMPLETE"],
    ["without-security-token", "CREDENTIALS_INCOMPLETE"],
    ["time-without-zone", "RESPONSE_MALFORMED"],
    ["time-in-epoch-seconds", "RESPONSE_MALFORMED"],
    ["time-garbage", "RESPONSE_MALFORMED"],
    ["wrong-case", "CREDENTIALS_INCOMPLETE"],
    ["wrong-types", "RESPONSE_MALFORMED"],
    ["expired", "CREDENTIALS_EXPIRED"],
    ["truncated", "NETWORK_ERROR"],
    ["not-json", "RESPONSE_MALFORMED"],
    ["a-page", "RESPONSE_MALFORMED"],
    ["null", "RESPONSE_MALFORMED"],
    ["empty", "RESPONSE_MALFORMED"],
    ["no-content", "UPSTREAM_REFUSED"],
    ["bad-gateway", "UPSTREAM_UNAVAILABLE"],
    ["../nowhere", "UPSTREAM_REFUSED"],
    ["../authorized", "UPSTREAM_REFUSED"],
  ])("%s is %s, without a secret", async (variant, code) => {
    const { cloud, host } = bench();
    const resolver = refreshing(credentialsUri({ uri: `${BASE}/variants/${variant}?canary` }), { host });
    const outcome = resolver.get().catch((thrown: unknown) => thrown);
    await cloud.clock.advance("20s");
    const error = await outcome;
    expect(error).toMatchObject({ code });
    const shown = inspect(error, { depth: 10 });
    expect(shown).not.toContain("canary");
    cloud.expectNoSecrets(error, JSON.stringify(error), shown);
  });

  test.each<[FaultKind, string, Record<string, unknown>?]>([
    ["internal-error", "UPSTREAM_UNAVAILABLE"],
    ["unavailable", "UPSTREAM_UNAVAILABLE"],
    ["throttling", "UPSTREAM_THROTTLED"],
    ["connection-reset", "NETWORK_ERROR"],
    ["hang", "UPSTREAM_TIMEOUT"],
    ["slow-body", "UPSTREAM_TIMEOUT", { ms: 60_000 }],
  ])("upstream: %s is %s", async (kind, code, parameters) => {
    const { cloud, resolve } = bench();
    cloud.faults.add({ kind, ...parameters } as Fault);
    const resolution = resolve({ uri: `${BASE}/reader?canary` });
    await cloud.clock.advance("20s");
    const { answer } = await resolution;
    expect(answer).toMatchObject({ outcome: "failed", error: { code, retryable: true } });
    expect(inspect(answer, { depth: 10 })).not.toContain("canary");
  });

  test("one that is too large is not read", async () => {
    const fetch = async (): Promise<Response> => new Response("canary ".repeat(10_000));
    const { answer } = await bench({ fetch }).resolve({ uri: BASE });
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "RESPONSE_TOO_LARGE" } });
  });

  test("a session without Expiration is served, with a warning, and read again every 5 minutes", async () => {
    const { cloud, host } = bench();
    const uri = `${BASE}/variants/without-expiration`;
    const { answer, trace } = await resolveOnce(credentialsUri({ uri }), host);
    expect(answer).toMatchObject({ credentials: { expiresAtMs: undefined }, refreshAfterMs: 300_000 });
    expect(trace.warnings).toEqual([expect.stringMatching(/no Expiration/)]);
    const resolver = refreshing(credentialsUri({ uri }), { host });
    const { accessKeyId } = await resolver.get();
    for (let minute = 0; minute < 120; minute++) {
      cloud.clock.moveTo(cloud.clock.now() + 60_000);
      await resolver.get();
      await host.settled();
    }
    expect((await resolver.get()).accessKeyId).not.toBe(accessKeyId);
    expect(cloud.journal.count()).toBeLessThanOrEqual(2 + 120 / 4);
  });
});

describe("files", () => {
  const files = {
    [FILE]: JSON.stringify(KEY),
    "C:/c.json": JSON.stringify(KEY),
    "/a b": JSON.stringify(KEY),
  };

  test.each([
    FILE,
    `file://${FILE}`,
    `FILE:${FILE}`,
    `file://localhost${FILE}`,
    "file:///C:/c.json",
    "C:/c.json",
    "file:///a%20b",
  ])("%s is read", async (uri) => {
    const { cloud, resolve } = bench({ files });
    const { answer, trace } = await resolve({ uri });
    expect(answer).toMatchObject({
      outcome: "credentials",
      credentials: { accessKeyId: "LTAIexample", securityToken: undefined },
      refreshAfterMs: 300_000,
    });
    expect(trace.warnings).toEqual([]);
    expect(cloud.journal.count()).toBe(0);
  });

  test("a missing file, and a runtime without files, is a failure that does not quote the path", async () => {
    const uri = "user:canary@127.0.0.1/creds".replace("user:", "/user-");
    for (const [hostFiles, message] of [
      [{}, "argument uri names a file that does not exist."],
      [undefined, "argument uri names a file and this runtime has no file system."],
    ] as const) {
      const { answer } = await bench({ files: hostFiles }).resolve({ uri });
      expect(answer).toMatchObject({
        outcome: "failed",
        error: { code: "FILE_UNREADABLE", source: "credentials-uri", message },
      });
      expect(inspect(answer)).not.toContain("canary");
    }
  });
});

describe("authorization", () => {
  test.each(["value", "file", "variable", "function"])("by %s", async (kind) => {
    const env: Record<string, string> = {};
    const files: Record<string, string> = {};
    const { cloud, resolve } = bench({ env, files });
    const token = cloud.credentialsDocument("/authorized").authorizationToken ?? "";
    env["MY_TOKEN"] = token;
    files["/token"] = `${token}\n`;
    const authorization = {
      value: token,
      file: { file: "/token" },
      variable: { variable: "MY_TOKEN" },
      function: async () => token,
    }[kind];
    const { answer, trace } = await resolve({ uri: `${BASE}/authorized`, authorization });
    expect(answer.outcome).toBe("credentials");
    expect(trace.supplied).toContainEqual({ part: "authorization", from: "argument authorization" });
    cloud.expectNoSecrets(answer, trace);
  });

  test.each(["ALICRED_CREDENTIALS_URI_TOKEN", "ALICRED_CREDENTIALS_URI_TOKEN_FILE"])(
    "%s is sent to a URI from the environment, and to no other",
    async (name) => {
      const sent: (string | undefined)[] = [];
      const { host, resolve } = bench({
        env: { ALIBABA_CLOUD_CREDENTIALS_URI: BASE, [name]: name.endsWith("FILE") ? "/token" : "canary" },
        files: { "/token": "canary\n" },
        fetch: async (_url, { headers }) => {
          sent.push(headers["authorization"]);
          return new Response(JSON.stringify(KEY));
        },
      });
      await resolve();
      await resolveOnce(credentialsUri({ uri: "https://elsewhere.test/" }), host);
      expect(sent).toEqual(["Bearer canary", undefined]);
    },
  );

  test("a token with a scheme is sent as it is", async () => {
    const sent: (string | undefined)[] = [];
    const fetch = async (_url: string, { headers }: { headers: Record<string, string> }) => {
      sent.push(headers["authorization"]);
      return new Response(JSON.stringify(KEY));
    };
    await bench({ fetch }).resolve({ uri: BASE, authorization: "Basic abc" });
    expect(sent).toEqual(["Basic abc"]);
  });

  test.each([
    ["an unset variable", { variable: "MY_TOKEN" }, "INCOMPLETE_CONFIGURATION"],
    ["a missing file", { file: "/none" }, "FILE_UNREADABLE"],
    ["a line end within", "canary\r\nx: y", "INVALID_CONFIGURATION"],
    ["a letter of another alphabet", "canary\u0431", "INVALID_CONFIGURATION"],
    ["a function that gives nothing", () => "", "RESPONSE_MALFORMED"],
    ["a function that throws", () => Promise.reject(new Error("token=canary")), "SOURCE_THREW"],
  ])("%s fails before anything is asked", async (_name, authorization, code) => {
    const { cloud, resolve } = bench();
    const { answer } = await resolve({ uri: `${BASE}/authorized`, authorization });
    expect(answer).toMatchObject({ outcome: "failed", error: { code } });
    expect(inspect(answer, { depth: 10 })).not.toContain("canary");
    expect(cloud.journal.count()).toBe(0);
  });

  test("a wrong token is refused with a hint, without the token", async () => {
    const { answer } = await bench().resolve({ uri: `${BASE}/authorized`, authorization: "canary" });
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        status: 401,
        retryable: false,
        message: expect.stringContaining("Check its path and authorization token"),
      },
    });
    expect(inspect(answer, { depth: 10 })).not.toContain("canary");
  });
});

test("aborts while it waits", async () => {
  const { cloud, host } = bench();
  cloud.faults.add({ kind: "hang" });
  const controller = new AbortController();
  const reason = new Error("the caller gave up");
  const resolution = resolveOnce(credentialsUri({ uri: `${BASE}/reader` }), host, controller.signal);
  controller.abort(reason);
  await expect(resolution).rejects.toBe(reason);
});
