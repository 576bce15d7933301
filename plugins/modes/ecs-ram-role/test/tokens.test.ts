import { resolveOnce } from "@alicred/conformance";
import { describe, expect, test } from "vitest";
import { ecsRamRole } from "../src/mod.ts";
import { bench, timed } from "./support.ts";

const V1_ALLOWED = { ALIBABA_CLOUD_IMDSV1_DISABLED: "false" };
const V1_DISABLED = { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" };

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
      "The ECS metadata service did not issue a usable token; falling back to version 1.",
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
      const hint = expect.stringContaining('imdsV1: "fallback"');
      expect((await resolve({ imdsV1, roleName: "ecs-app" })).answer).toMatchObject({
        outcome: "failed",
        error: { code: "UPSTREAM_REFUSED", status, message: hint },
      });
      expect(log()).toHaveLength(1);
      // Without a name it is not even known whether that is a metadata service.
      expect((await resolve({ imdsV1 })).answer).toMatchObject({
        outcome: "not-configured",
        lookedFor: [hint, expect.any(String)],
      });
      expect(log()).toHaveLength(2);
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
      "The ECS metadata service did not issue a usable token; falling back to version 1.",
    ]);
    expect(log().filter((entry) => entry.startsWith("CreateToken"))).toHaveLength(1);
    expect((await resolveOnce(source, host)).trace.warnings).toHaveLength(1);
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

test("an invalid token is never sent", async () => {
  const sent: unknown[] = [];
  const { host } = bench({
    fetch: async (_url, { headers }) => {
      sent.push(headers["x-aliyun-ecs-metadata-token"]);
      return new Response("<html> canary </html>");
    },
  });
  const source = ecsRamRole();
  for (let time = 0; time < 2; time++)
    expect((await resolveOnce(source, host)).answer).toMatchObject({
      outcome: "failed",
      error: { code: "RESPONSE_MALFORMED", message: expect.not.stringContaining("canary") },
    });
  expect(sent).toEqual([undefined, undefined]);
});
