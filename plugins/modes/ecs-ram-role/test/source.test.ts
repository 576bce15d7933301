import { inspect } from "node:util";
import { pluginContract, refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import { type ResolverEvent, refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { ecsRamRole, ecsRamRolePlugin } from "../src/mod.ts";
import { bench } from "./support.ts";

describe("contract", () => {
  const { host } = bench();
  const off = bench({ env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" } });
  const wrong = bench({ env: { ALIBABA_CLOUD_ECS_METADATA: "not a role/canary-name" } });
  const checks = sourceContract({
    unset: () => ({ source: ecsRamRole(), host: off.host }),
    partial: () => ({ source: ecsRamRole(), host: wrong.host }),
    complete: () => ({ source: ecsRamRole(), host }),
    secrets: ["canary-name"],
    harmless: /^PUT .*\/latest\/api\/token$/,
    except: {
      "fails without a secret when its upstream redirects":
        "a responder that redirects is not a metadata service",
    },
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const checks = pluginContract(ecsRamRolePlugin, {
    options: { roleName: "ecs-app" },
    refused: [{ roleName: "canary/role" }, { endpoint: "https://canary@x.test" }, { variables: "canary" }],
    modes: {
      EcsRamRole: { fields: { ram_role_name: "ecs-app" }, refused: [{ ram_role_name: "canary role" }] },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("discovers the role, by version 2 alone", async () => {
  const { cloud, log, resolve } = bench();
  cloud.ecsInstance().setMetadataOptions({ httpTokens: "required" });
  const { answer, trace } = await resolve();
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: {
      accessKeyId: expect.stringMatching(/^STS\./),
      securityToken: expect.any(String),
      expiresAtMs: cloud.clock.now() + 6 * 3_600_000,
      provenance: ["ecs-ram-role"],
    },
  });
  expect(log()).toEqual(["CreateToken allowed", "GetRoleName allowed", "GetCredentials allowed"]);
  expect(trace).toMatchObject({
    warnings: [],
    supplied: [{ part: "roleName", from: "ECS metadata service at http://100.100.100.200" }],
  });
  cloud.expectNoSecrets(JSON.stringify([answer, trace]), inspect([answer, trace], { depth: 10 }));
});

test.each([
  ["the argument", { roleName: "ecs-app" }, {}, "argument roleName"],
  [
    "the variable",
    {},
    { ALIBABA_CLOUD_ECS_METADATA: " ecs-app\n" },
    "environment variable ALIBABA_CLOUD_ECS_METADATA",
  ],
  [
    "a variable of the caller's choice",
    { variables: ["ALICLOUD_ECS_ROLE_NAME"], discover: false },
    { ALICLOUD_ECS_ROLE_NAME: "ecs-app", ALIBABA_CLOUD_ECS_METADATA: "other" },
    "environment variable ALICLOUD_ECS_ROLE_NAME",
  ],
])("a role named by %s is not looked up", async (_name, options, env, from) => {
  const { log, resolve } = bench({ env });
  const { answer, trace } = await resolve(options);
  expect(answer.outcome).toBe("credentials");
  expect(trace.supplied).toEqual([{ part: "roleName", from }]);
  expect(log()).toEqual(["CreateToken allowed", "GetCredentials allowed"]);
});

test("the ARN of a role is understood, with a warning; any other ARN is not", async () => {
  const { resolve } = bench();
  const { answer, trace } = await resolve({ roleName: "acs:ram::1000000000000001:role/ecs-app" });
  expect(answer.outcome).toBe("credentials");
  expect(trace.warnings).toEqual(["argument roleName is the ARN of a role. Use its name instead."]);
});

test.each([
  [
    "a user's ARN",
    { roleName: "acs:ram::1:user/canary" },
    "roleName: is neither the name nor the ARN of a role",
  ],
  ["a path", { roleName: "../canary" }, "roleName: is neither"],
  ["dots", { roleName: ".." }, "roleName: is neither"],
  ["an empty name", { roleName: "" }, "roleName: is neither"],
  ["an unknown choice", { imdsV1: "canary" }, "imdsV1: is not never or fallback"],
  ["a life of none", { tokenTtlSeconds: 0 }, "tokenTtlSeconds: is not a whole number from 1 to 21600"],
  ["a life too long", { tokenTtlSeconds: 21_601 }, "tokenTtlSeconds: is not"],
  ["http elsewhere", { endpoint: "http://canary.test" }, "endpoint: is not a host without a path"],
  ["http to a private host", { endpoint: "http://10.0.0.1" }, "endpoint: is not a host without a path"],
  [
    "a path at the endpoint",
    { endpoint: "http://127.0.0.1/canary" },
    "endpoint: is not a host without a path",
  ],
  [
    "a password at the endpoint",
    { endpoint: "http://canary:x@127.0.0.1" },
    "endpoint: is not a host without a path",
  ],
  ["http to a link-local host", { endpoint: "http://169.254.0.1" }, "endpoint: is not a host without a path"],
  ["no address", { endpoint: "http://" }, "endpoint: is not a host without a path"],
])("refuses %s, and quotes no value", (_name, options, message) => {
  const error = refusalOf(() => ecsRamRolePlugin.source(options as never), ["canary"]);
  expect(error).toMatchObject({
    name: "ConfigurationError",
    code: "INVALID_OPTION",
    message: expect.stringContaining(`ecs-ram-role: ${message}`),
  });
});

test.each(["http://127.0.0.1:8080", "http://[::1]", "http://100.100.100.200", "https://metadata.test"])(
  "asks the endpoint %s",
  async (endpoint) => {
    const asked: string[] = [];
    const fetch = (url: string): Promise<Response> => {
      asked.push(new URL(url).origin);
      return Promise.resolve(new Response("", { status: 400 }));
    };
    await bench({ fetch }).resolve({ endpoint });
    await bench({ fetch, env: { ALICRED_ECS_METADATA_ENDPOINT: endpoint } }).resolve();
    expect(asked).toEqual([endpoint, endpoint]);
  },
);

test("a day: the token is reused until it expires, and credentials are fetched as they rotate", async () => {
  const { cloud, host } = bench();
  const events: ResolverEvent[] = [];
  const resolver = refreshing(ecsRamRole(), { host, onEvent: (event) => events.push(event) });
  for (let minute = 0; minute < 24 * 60; minute++) {
    const { expiresAtMs = 0 } = await resolver.get();
    expect(expiresAtMs).toBeGreaterThan(cloud.clock.now());
    await host.settled();
    cloud.clock.moveTo(cloud.clock.now() + 60_000);
  }
  const count = (operation: string): number => cloud.journal.count({ operation });
  expect(cloud.journal.count({ decision: "denied" })).toBe(0);
  // Credentials live for 6 hours, and there are new ones after 5: fetched every 5 to 5.5 hours, when the window of an hour
  // opens in its first half.
  expect(count("GetCredentials")).toBe(5);
  // A token is used for nine tenths of its 6 hours: for two of these, or for one where they lie far apart.
  expect(count("CreateToken")).toBeGreaterThanOrEqual(3);
  expect(count("CreateToken")).toBeLessThanOrEqual(4);
  expect(count("GetRoleName")).toBe(count("GetCredentials"));
  cloud.expectNoSecrets(JSON.stringify(events), resolver, await resolver.explain());
});

test("in its last hour an instance whose credentials do not rotate is not asked at each call", async () => {
  const { cloud, host } = bench();
  const resolver = refreshing(ecsRamRole(), { host });
  await resolver.get();
  cloud.faults.add({ kind: "stale-metadata" });
  cloud.clock.moveTo(cloud.clock.now() + 5.5 * 3_600_000);
  for (let call = 0; call < 50; call++) {
    await resolver.get();
    await host.settled();
  }
  // Half an hour is left of what it gives, whose window opens in 20 minutes.
  expect(cloud.journal.count({ operation: "GetCredentials" })).toBe(2);
});

test("aborts while it waits", async () => {
  const { cloud, host } = bench();
  cloud.faults.add({ kind: "hang" });
  const controller = new AbortController();
  const reason = new Error("the caller gave up");
  const resolution = resolveOnce(ecsRamRole(), host, controller.signal);
  controller.abort(reason);
  await expect(resolution).rejects.toBe(reason);
});
