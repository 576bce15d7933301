import { inspect } from "node:util";
import { resolveOnce } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import type { Fault, FaultKind } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { ecsRamRole } from "../src/mod.ts";
import { bench, laptop, timed } from "./support.ts";

const V1_ALLOWED = { ALIBABA_CLOUD_IMDSV1_DISABLED: "false" };
const V1_DISABLED = { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" };

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
          "an ECS metadata service, of which none answered at http://100.100.100.200",
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

  test("a proxy that says so counts as nobody", async () => {
    const table = bench({ fetch: async () => new Response("canary", { status: 502 }) });
    expect((await table.resolve()).answer.outcome).toBe("not-configured");
    const { result } = await timed(table, table.resolve({ roleName: "r" }));
    expect(result.answer).toMatchObject({ outcome: "failed", error: { status: 502 } });
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

  test("a role that is renamed between the two requests is discovered once more", async () => {
    const { cloud, log, resolve } = bench();
    cloud.faults.add({ kind: "role-name-change", operation: "GetRoleName", nth: 1, role: "ecs-old" });
    expect((await resolve()).answer.outcome).toBe("credentials");
    expect(log()).toEqual([
      "CreateToken allowed",
      "GetRoleName allowed",
      "GetCredentials NotFound",
      "GetRoleName allowed",
      "GetCredentials allowed",
    ]);
  });

  test("a role that keeps changing is not chased", async () => {
    const { cloud, log, resolve } = bench();
    cloud.faults.add({ kind: "role-name-change", operation: "GetRoleName", role: "ecs-old" });
    expect((await resolve()).answer).toMatchObject({ outcome: "failed", error: { status: 404 } });
    expect(log()).toHaveLength(5);
  });

  test.each(["ecs-app\n", " ecs-app \r\necs-other\n"])("the list %j names ecs-app", async (list) => {
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

  test("an empty list is no role; a page is no list", async () => {
    const replies = (list: string) => async (url: string) =>
      new Response(url.endsWith("token") ? "token" : list);
    expect((await bench({ fetch: replies("\n") }).resolve()).answer.outcome).toBe("not-configured");
    expect((await bench({ fetch: replies("<html>canary</html>") }).resolve()).answer).toMatchObject({
      outcome: "failed",
      error: { code: "RESPONSE_MALFORMED", message: expect.not.stringContaining("canary") },
    });
  });
});

describe("tokens", () => {
  test("a token that is refused is renewed once", async () => {
    const { cloud, host, log } = bench();
    const source = ecsRamRole({ roleName: "ecs-app" });
    await resolveOnce(source, host);
    cloud.faults.add({ kind: "token-rejected", nth: 1 });
    expect((await resolveOnce(source, host)).answer.outcome).toBe("credentials");
    expect(log().slice(2)).toEqual([
      "GetCredentials InvalidToken",
      "CreateToken allowed",
      "GetCredentials allowed",
    ]);
  });

  test("a service that refuses its own tokens is not asked without one, unless version 1 is allowed", async () => {
    const strict = bench();
    strict.cloud.faults.add({ kind: "token-rejected" });
    expect((await strict.resolve()).answer).toMatchObject({ outcome: "failed", error: { status: 401 } });
    expect(strict.log()).toHaveLength(4);

    const lenient = bench();
    lenient.cloud.faults.add({ kind: "token-rejected" });
    const { answer, trace } = await lenient.resolve({ imdsV1: "fallback" });
    expect(answer.outcome).toBe("credentials");
    expect(trace.warnings).toEqual([
      "The ECS metadata service refuses its own tokens; it is asked without one (version 1).",
    ]);
  });

  test.each<[string, "never" | "fallback" | undefined, Record<string, string>]>([
    ["by default", undefined, {}],
    ["when it is ruled out", "never", V1_ALLOWED],
    ["when the variable rules it out", "fallback", V1_DISABLED],
  ])("version 1 is never spoken %s", async (_name, imdsV1, env) => {
    for (const status of [404, 405]) {
      const { cloud, log, resolve } = bench({ env });
      cloud.faults.add({ kind: "status", status, operation: "CreateToken" });
      expect((await resolve({ imdsV1 })).answer).toMatchObject({
        outcome: "failed",
        error: { code: "UPSTREAM_REFUSED", status, message: expect.stringContaining('imdsV1: "fallback"') },
      });
      expect(log()).toHaveLength(1);
    }
  });

  test.each([
    ["by option", { imdsV1: "fallback" as const }, {}],
    ["by variable", {}, V1_ALLOWED],
  ])("version 1 is spoken where it is allowed, with a warning: %s", async (_name, options, env) => {
    const { cloud, host, log } = bench({ env });
    cloud.faults.add({ kind: "status", status: 405, operation: "CreateToken" });
    const source = ecsRamRole(options);
    const { answer, trace } = await resolveOnce(source, host);
    expect(answer.outcome).toBe("credentials");
    expect(trace.warnings).toEqual([
      "The ECS metadata service answered 405 to the request for a token; it is asked without one (version 1).",
    ]);
    await resolveOnce(source, host);
    expect(log().filter((entry) => entry.startsWith("CreateToken"))).toHaveLength(1);
  });

  test("a container whose replies to the token request get lost works by version 1 where that is allowed", async () => {
    const table = bench();
    table.cloud.faults.add({ kind: "hang", operation: "CreateToken" });
    const { result } = await timed(table, table.resolve({ imdsV1: "fallback" }));
    expect(result.answer.outcome).toBe("credentials");
  });

  test("a refusal or an overload is no reason for version 1", async () => {
    for (const status of [400, 403, 429, 500, 503]) {
      const table = bench();
      table.cloud.faults.add({ kind: "status", status, operation: "CreateToken" });
      const { result } = await timed(table, table.resolve({ imdsV1: "fallback" }));
      expect(result.answer).toMatchObject({ outcome: "failed", error: { status, retryable: status > 403 } });
      expect(table.log()).toHaveLength(1);
    }
  });

  test("a short life is kept to", async () => {
    const { cloud, host, log } = bench();
    const source = ecsRamRole({ roleName: "ecs-app", tokenTtlSeconds: 10 });
    for (let second = 0; second < 10; second++) {
      expect((await resolveOnce(source, host)).answer.outcome).toBe("credentials");
      cloud.clock.moveTo(cloud.clock.now() + 1_000);
    }
    expect(log().filter((entry) => entry.startsWith("CreateToken"))).toHaveLength(2);
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
    const { cloud, host, settle } = bench();
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
    await settle();
    expect((await resolver.get()).accessKeyId).not.toBe(accessKeyId);
  });
});
