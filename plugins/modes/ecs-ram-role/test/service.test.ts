import { inspect } from "node:util";
import { resolveOnce } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import type { Fault, FaultKind } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { ecsRamRole } from "../src/mod.ts";
import { bench, laptop, timed } from "./support.ts";

const V1_ALLOWED = { ALIBABA_CLOUD_IMDSV1_DISABLED: "false" };

describe("no metadata service", () => {
  test.each(["refused", "silent"] as const)(
    "%s: not configured, after a second at most, and once",
    async (kind) => {
      const table = laptop(kind);
      const source = ecsRamRole();
      const first = await timed(table, resolveOnce(source, table.host));
      expect(first.result.answer).toEqual({
        outcome: "not-configured",
        lookedFor: [
          "ECS metadata service at http://100.100.100.200",
          "environment variable ALIBABA_CLOUD_ECS_METADATA",
        ],
      });
      expect(first.tookMs).toBe(kind === "silent" ? 1_000 : 0);
      // Half of the minute has passed.
      expect((await resolveOnce(source, table.host)).answer.outcome).toBe("not-configured");
      expect(table.requests()).toBe(1);
      await table.cloud.advance("31s");
      await timed(table, resolveOnce(source, table.host));
      expect(table.requests()).toBe(2);
    },
  );

  test("another second is not lost where version 1 is allowed", async () => {
    const table = laptop("silent", V1_ALLOWED);
    const { result, tookMs } = await timed(table, table.resolve());
    expect(result.answer.outcome).toBe("not-configured");
    expect(tookMs).toBe(1_000);
  });

  test.each(["refused", "silent"] as const)("%s: a failure when a role is named", async (kind) => {
    const table = laptop(kind);
    const { result } = await timed(table, table.resolve({ roleName: "ecs-app" }));
    expect(result.answer).toMatchObject({
      outcome: "failed",
      error: { code: kind === "silent" ? "UPSTREAM_TIMEOUT" : "NETWORK_ERROR", retryable: true },
    });
    expect(table.requests()).toBe(3);
  });

  test("a service that answered once is missed when it falls silent", async () => {
    const { cloud, host } = bench();
    const source = ecsRamRole();
    await resolveOnce(source, host);
    cloud.faults.add({ kind: "connection-reset" });
    const resolution = resolveOnce(source, host);
    await cloud.clock.advance("10s");
    expect((await resolution).answer).toMatchObject({ outcome: "failed", error: { code: "NETWORK_ERROR" } });
  });

  test("a trace asks although the absence is remembered", async () => {
    const table = laptop("refused");
    const resolver = refreshing(ecsRamRole(), { host: table.host });
    await resolver.explain();
    await resolver.explain();
    expect(table.requests()).toBe(2);
  });
});

test("switched off, nothing is asked, whatever is named", async () => {
  const table = laptop("refused", { ALIBABA_CLOUD_ECS_METADATA_DISABLED: " TRUE" });
  expect((await table.resolve({ roleName: "ecs-app" })).answer).toEqual({
    outcome: "not-configured",
    lookedFor: [expect.stringContaining("ALIBABA_CLOUD_ECS_METADATA_DISABLED")],
  });
  expect(table.requests()).toBe(0);
});

test("without discovery and without a name nothing is asked", async () => {
  const table = laptop("refused");
  expect((await table.resolve({ discover: false })).answer.outcome).toBe("not-configured");
  expect(table.requests()).toBe(0);
});

describe("roles", () => {
  test("an instance without a role is not configured", async () => {
    const { cloud, resolve } = bench();
    cloud.ecsInstance().setRole(undefined);
    expect((await resolve()).answer).toEqual({
      outcome: "not-configured",
      lookedFor: ["a RAM role of this ECS instance"],
    });
  });

  test.each([
    ["HTML", "<html><body>canary</body></html>"],
    ["several lines", "canary-one\ncanary-two\n"],
    ["a sentence", "canary is not a name"],
    ["a path", "../canary"],
  ])("a list of roles that is %s is not taken for an instance without a role", async (_name, list) => {
    const { cloud, resolve } = bench({
      fetch: async (url, init) => {
        const reply = await cloud.fetch(url, init);
        return url.endsWith("/security-credentials/") ? new Response(list) : reply;
      },
    });
    const { answer } = await resolve();
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "RESPONSE_MALFORMED",
        message: expect.stringMatching(/list of roles.*no proxy is in between.*ALIBABA_CLOUD_ECS_METADATA/),
      },
    });
    expect(inspect(answer)).not.toContain("canary");
  });

  test("a role that the instance does not have is refused, without its name", async () => {
    const { resolve } = bench({ env: { ALIBABA_CLOUD_ECS_METADATA: "canary" } });
    const { answer } = await resolve();
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "UPSTREAM_REFUSED",
        retryable: false,
        status: 404,
        message: expect.stringContaining("environment variable ALIBABA_CLOUD_ECS_METADATA names"),
      },
    });
    expect(inspect(answer)).not.toContain("canary");
  });

  test("a role that is replaced between the two requests is a failure, and found at the next", async () => {
    const { cloud, host, log } = bench();
    cloud.faults.add({ kind: "role-name-change", operation: "GetRoleName", nth: 1, role: "ecs-old" });
    const source = ecsRamRole();
    expect((await resolveOnce(source, host)).answer).toMatchObject({
      outcome: "failed",
      error: { code: "UPSTREAM_REFUSED", status: 404 },
    });
    expect((await resolveOnce(source, host)).answer.outcome).toBe("credentials");
    expect(log()).toEqual([
      "CreateToken allowed",
      "GetRoleName allowed",
      "GetCredentials NotFound",
      "GetRoleName allowed",
      "GetCredentials allowed",
    ]);
  });

  test.each(["ecs-app", "ecs-app\n", " ecs-app \r\n"])("the answer %j names ecs-app", async (list) => {
    const asked: string[] = [];
    const { resolve } = bench({
      fetch: async (url) => {
        asked.push(new URL(url).pathname);
        return new Response(asked.length === 1 ? "token" : list);
      },
    });
    await resolve();
    expect(asked.at(-1)).toBe("/latest/meta-data/ram/security-credentials/ecs-app");
  });

  test("an empty answer is no role; a page leads to no other path", async () => {
    const replies = (list: string) => async (url: string) =>
      new Response(url.endsWith("token") ? "token" : list);
    expect((await bench({ fetch: replies("\n") }).resolve()).answer.outcome).toBe("not-configured");
    expect((await bench({ fetch: replies("<html>canary</html>") }).resolve()).answer).toMatchObject({
      outcome: "failed",
      error: { code: "RESPONSE_MALFORMED", message: expect.not.stringContaining("canary") },
    });
  });
});

describe("replies", () => {
  test.each<[FaultKind, string, Record<string, unknown>?]>([
    ["malformed-json", "RESPONSE_MALFORMED"],
    ["html-body", "RESPONSE_MALFORMED"],
    ["null-body", "RESPONSE_MALFORMED"],
    ["empty-body", "RESPONSE_MALFORMED"],
    ["wrong-types", "RESPONSE_MALFORMED"],
    ["missing-fields", "CREDENTIALS_INCOMPLETE"],
    ["missing-fields", "CREDENTIALS_INCOMPLETE", { fields: ["Expiration"] }],
    ["wrong-case-keys", "CREDENTIALS_INCOMPLETE"],
    ["wrong-code", "UPSTREAM_REFUSED"],
    ["expiration-format", "RESPONSE_MALFORMED", { format: "unparsable" }],
    ["expired-credentials", "CREDENTIALS_EXPIRED"],
    ["truncated-body", "NETWORK_ERROR"],
    ["internal-error", "UPSTREAM_UNAVAILABLE"],
    ["unavailable", "UPSTREAM_UNAVAILABLE"],
    ["throttling", "UPSTREAM_THROTTLED"],
    ["connection-reset", "NETWORK_ERROR"],
    ["hang", "UPSTREAM_TIMEOUT"],
    ["slow-body", "UPSTREAM_TIMEOUT", { ms: 5_000 }],
  ])("%s is %s, without a secret %j", async (kind, code, parameters) => {
    const { cloud, host } = bench();
    cloud.faults.add({ kind, operation: "GetCredentials", ...parameters } as Fault);
    const resolver = refreshing(ecsRamRole(), { host });
    const outcome = resolver.get().catch((thrown: unknown) => thrown);
    await cloud.clock.advance("20s");
    const error = await outcome;
    expect(error).toMatchObject({ code });
    cloud.expectNoSecrets(error, JSON.stringify(error), inspect(error, { depth: 10 }));
  });

  test("an outage is bridged, and ends as soon as the service is back", async () => {
    const { cloud, host } = bench();
    const resolver = refreshing(ecsRamRole(), { host });
    const { accessKeyId } = await resolver.get();
    const fault = cloud.faults.add({ kind: "unavailable" });
    cloud.clock.moveTo(cloud.clock.now() + 5.5 * 3_600_000);
    const held = resolver.get();
    await cloud.clock.advance("30s");
    expect((await held).accessKeyId).toBe(accessKeyId);
    fault.remove();
    await cloud.clock.advance("2m");
    await resolver.get();
    await host.settled();
    expect((await resolver.get()).accessKeyId).not.toBe(accessKeyId);
  });
});

describe("somebody else at the address of the service", () => {
  const stranger = (status: number, env: Record<string, string> = {}) =>
    bench({ env, fetch: async () => new Response("<html>canary</html>", { status }) });

  test.each([
    [404, 'answered 404. Version 1 needs imdsV1: "fallback"'],
    [405, "answered 405. Version 1 needs"],
    [301, "answered with a redirect"],
    [302, "answered with a redirect"],
    [307, "answered with a redirect"],
  ])("who answers the request for a token with %d is no service: not configured", async (status, said) => {
    const { host } = stranger(status);
    const source = ecsRamRole();
    const { answer } = await resolveOnce(source, host);
    expect(answer).toEqual({
      outcome: "not-configured",
      lookedFor: [
        expect.stringContaining("ECS metadata service at http://100.100.100.200 ("),
        "environment variable ALIBABA_CLOUD_ECS_METADATA",
      ],
    });
    expect(JSON.stringify(answer)).toContain(JSON.stringify(said).slice(1, -1));
    expect(JSON.stringify(answer)).not.toContain("canary");
    expect((await resolveOnce(source, host)).answer.outcome).toBe("not-configured");
  });

  test.each([404, 405, 302])("%d is a failure when a role is named", async (status) => {
    const { answer } = await stranger(status).resolve({ roleName: "ecs-app" });
    expect(answer).toMatchObject({ outcome: "failed", error: { name: "RefusedError" } });
  });

  test.each([400, 401, 403, 407, 429, 500, 503])("%d is a failure all the same", async (status) => {
    const { answer } = await stranger(status).resolve();
    expect(answer).toMatchObject({ outcome: "failed", error: { status } });
  });

  test.each([404, 302])("%d is a failure of a service that gave tokens before", async (status) => {
    let isGone = false;
    const { cloud, host } = bench({
      fetch: (url, init) => (isGone ? Promise.resolve(new Response("", { status })) : cloud.fetch(url, init)),
    });
    const source = ecsRamRole();
    await resolveOnce(source, host);
    isGone = true;
    cloud.clock.moveTo(cloud.clock.now() + 6 * 3_600_000);
    expect((await resolveOnce(source, host)).answer).toMatchObject({
      outcome: "failed",
      error: { name: "RefusedError" },
    });
  });
});
