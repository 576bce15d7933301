import { inspect } from "node:util";
import { refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import {
  type CredentialSource,
  chain,
  found,
  type ResolverEvent,
  refreshing,
  UnavailableError,
} from "@alicred/core";
import { acs3Signature, rpcSignature } from "@alicred/sts";
import { describe, expect, test } from "vitest";
import { assumeRole, assumeRolePlugin } from "../src/mod.ts";
import { ADMIN, bench, nothing, PARTNER, POLICY, READER, userSource } from "./support.ts";

describe("contract", () => {
  const { cloud, host, alice } = bench();
  const checks = sourceContract({
    unset: () => ({ source: assumeRole({ from: nothing, roleArn: ADMIN }), host }),
    complete: () => ({ source: assumeRole({ from: alice, roleArn: ADMIN }), host }),
    secrets: [cloud.accessKey("alice").accessKeySecret],
  });
  for (const { name, run } of checks) test(name, run);
});

test.each([
  ["acs3Signature", acs3Signature],
  ["rpcSignature", rpcSignature],
])("assumes a role with %s", async (_name, signature) => {
  const { cloud, host, alice } = bench();
  const source = assumeRole({ from: alice, roleArn: ADMIN, sts: { region: "cn-hangzhou", signature } });
  const { answer, trace } = await resolveOnce(source, host);
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: {
      accessKeyId: expect.stringMatching(/^STS\./),
      expiresAtMs: cloud.clock.now() + 3_600_000,
      provenance: ["assume-role", "user"],
    },
  });
  expect(cloud.journal.entries()).toMatchObject([
    { operation: "AssumeRole", decision: "allowed", host: "sts.cn-hangzhou.aliyuncs.com", path: "/" },
  ]);
  expect(trace.supplied).toEqual([
    { part: "roleArn", from: "argument roleArn" },
    { part: "stsEndpoint", from: "argument sts.region" },
  ]);
  cloud.expectNoSecrets(JSON.stringify([answer, trace]), inspect([answer, trace], { depth: 10 }));
});

test("passes on what it is given: duration, session name, external id, policy", async () => {
  const { cloud, host, alice } = bench();
  const options = {
    from: alice,
    roleArn: ADMIN,
    roleSessionName: "night.job@x",
    durationSeconds: 43_200,
    policy: POLICY,
  };
  const { answer, trace } = await resolveOnce(assumeRole(options), host);
  expect(answer).toMatchObject({ credentials: { expiresAtMs: cloud.clock.now() + 43_200_000 } });
  expect(trace.supplied.map(({ part }) => part).sort()).toEqual([
    "durationSeconds",
    "policy",
    "roleArn",
    "roleSessionName",
  ]);
  const [request] = cloud.journal.entries();
  expect(request?.decision).toBe("allowed");

  const partner = { from: alice, roleArn: PARTNER };
  expect((await resolveOnce(assumeRole({ ...partner, externalId: "partner-42" }), host)).answer.outcome).toBe(
    "credentials",
  );
  expect((await resolveOnce(assumeRole(partner), host)).answer).toMatchObject({
    outcome: "failed",
    error: { code: "UPSTREAM_REFUSED", serverCode: "NoPermission", source: "assume-role", status: 403 },
  });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["899 seconds", { durationSeconds: 899 }, /durationSeconds: is not a whole number from 900 to 43200/],
  ["43,201 seconds", { durationSeconds: 43_201 }, /is not a whole number from 900 to 43200/],
  ["half a second more", { durationSeconds: 900.5 }, /is not a whole number from 900 to 43200/],
  ["not a number", { durationSeconds: Number.NaN }, /is not a whole number from 900 to 43200/],
  ["a duration as text", { durationSeconds: "3600" }, /is not a whole number from 900 to 43200/],
  ["no role", { roleArn: undefined }, /roleArn: is missing/],
  ["an empty role", { roleArn: "" }, /roleArn: is not the ARN of a role/],
  ["a user's ARN", { roleArn: "acs:ram::1:user/canary" }, /roleArn: is not the ARN of a role/],
  ["an AWS ARN", { roleArn: "arn:aws:iam::1:role/canary" }, /roleArn: is not the ARN of a role/],
  ["a session's ARN", { roleArn: `${ADMIN}/canary` }, /roleArn: is not the ARN of a role/],
  ["a role without account", { roleArn: "acs:ram:::role/canary" }, /roleArn: is not the ARN of a role/],
  ["a session name of 1", { roleSessionName: "a" }, /roleSessionName: is not 2 to 64/],
  ["a session name of 65", { roleSessionName: "a".repeat(65) }, /roleSessionName: is not 2 to 64/],
  ["a session name with a space", { roleSessionName: "canary a" }, /roleSessionName: is not 2 to 64/],
  ["a session name with a line end", { roleSessionName: "canary\n" }, /roleSessionName: is not 2 to 64/],
  ["an external id of 1", { externalId: "a" }, /externalId: is not 2 to 1224/],
  ["an external id of 1,225", { externalId: "a".repeat(1225) }, /externalId: is not 2 to 1224/],
  ["an external id with a space", { externalId: "canary a" }, /externalId: is not 2 to 1224/],
  ["an empty policy", { policy: "" }, /policy: is not a JSON object of 1 to 2048 characters/],
  [
    "a policy too long",
    { policy: `{"a":"${"b".repeat(2048)}"}` },
    /policy: is not a JSON object of 1 to 2048 characters/,
  ],
  ["a policy that is not JSON", { policy: "canary" }, /policy: is not a JSON object/],
  ["a policy that is not an object", { policy: '["canary"]' }, /policy: is not a JSON object/],
  ["no base", { from: undefined }, /from: is missing/],
  ["an invalid base", { from: { name: "canary" } }, /from: is not a credential source/],
])("refuses %s, and quotes no value", (_name, wrong, message) => {
  const options = { from: nothing, roleArn: ADMIN, ...wrong };
  const error = refusalOf(() => assumeRolePlugin.source(options as never), ["canary"]);
  expect(error).toMatchObject({
    name: "ConfigurationError",
    code: "INVALID_OPTION",
    message: expect.stringMatching(message),
  });
});

test.each([
  [{ endpoint: "http://canary.com" }, "argument sts.endpoint is not an https:// host of STS."],
  [{ region: "canary.com/" }, "argument sts.region is not a region id, such as cn-hangzhou."],
])("refuses %j when STS is to be called, and quotes no value", async (sts, message) => {
  const { cloud, host, alice } = bench();
  const { answer } = await resolveOnce(assumeRole({ from: alice, roleArn: ADMIN, sts }), host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { name: "ConfigurationError", code: "INVALID_CONFIGURATION", source: "assume-role", message },
  });
  expect(cloud.journal.count()).toBe(0);
});

test("accepts the limits themselves, and undefined for what is optional", () => {
  for (const more of [
    { durationSeconds: 900, roleSessionName: "ab", externalId: "ab", policy: "{}" },
    {
      durationSeconds: 43_200,
      roleSessionName: "a".repeat(64),
      externalId: "a+=,.@:/-_".padEnd(1224, "0"),
      policy: `{"a":"${"b".repeat(2040)}"}`,
    },
    {
      durationSeconds: undefined,
      roleSessionName: undefined,
      externalId: undefined,
      policy: undefined,
      sts: undefined,
    },
  ])
    expect(assumeRole({ from: nothing, roleArn: ADMIN, ...more }).name).toBe("assume-role");
});

test("a duration above the role's own maximum is a configuration error with a hint", async () => {
  const { host, alice } = bench();
  const { answer } = await resolveOnce(
    assumeRole({ from: alice, roleArn: READER, durationSeconds: 3601 }),
    host,
  );
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      code: "INVALID_CONFIGURATION",
      serverCode: "InvalidParameter.DurationSeconds",
      message: expect.stringContaining("the role's maximum duration"),
    },
  });
});

test("a base that is not configured or fails passes through", async () => {
  const { cloud, host } = bench();
  const empty = await resolveOnce(assumeRole({ from: chain([nothing]), roleArn: ADMIN }), host);
  expect(empty.answer).toEqual({ outcome: "not-configured", lookedFor: ["environment variable NOTHING"] });

  const error = new UnavailableError("NETWORK_ERROR", "down", { source: "broken" });
  const broken: CredentialSource = { name: "broken", resolve: () => Promise.reject(error) };
  const { answer } = await resolveOnce(assumeRole({ from: broken, roleArn: ADMIN }), host);
  expect(answer).toEqual({ outcome: "failed", error });
  expect(cloud.journal.count()).toBe(0);
});

test("a base that wants to be asked again soon makes the role be assumed again then, within reason", async () => {
  const { host, cloud } = bench();
  const soon = (refreshAfterMs: number): CredentialSource => ({
    name: "soon",
    resolve: async () => found(cloud.accessKey("alice"), refreshAfterMs),
  });
  const askAgain = async (ms: number): Promise<unknown> =>
    (await resolveOnce(assumeRole({ from: soon(ms), roleArn: ADMIN }), host)).answer;
  expect(await askAgain(60_000)).toMatchObject({ refreshAfterMs: 60_000 });
  expect(await askAgain(0)).toMatchObject({ refreshAfterMs: 10_000 });
});

test("explaining asks the base past its cache and shows it in the trace", async () => {
  const { host, alice } = bench();
  const resolver = refreshing(assumeRole({ from: chain([nothing, alice]), roleArn: ADMIN }), { host });
  await resolver.get();
  const asked = alice.asked();
  const trace = await resolver.explain();
  expect(alice.asked()).toBe(asked + 1);
  expect(trace).toMatchObject({
    source: "assume-role",
    outcome: "credentials",
    children: [{ source: "chain", children: [{ source: "nothing" }, { source: "user" }] }],
  });
});

test("events of the base reach the listener", async () => {
  const { host, alice } = bench();
  const events: ResolverEvent[] = [];
  const resolver = refreshing(assumeRole({ from: alice, roleArn: ADMIN }), {
    host,
    onEvent: (event) => events.push(event),
  });
  await resolver.get();
  const started = events.filter(({ type }) => type === "refresh-start").map(({ source }) => source);
  expect(started).toEqual(["assume-role", "user"]);
});

test("a clock that is 20 minutes off just works", async () => {
  const { cloud, host, alice } = bench({ serverClockOffsetMs: -20 * 60_000 });
  const resolver = refreshing(assumeRole({ from: alice, roleArn: ADMIN }), { host });
  await resolver.get();
  await resolver.explain();
  expect(cloud.journal.entries().map(({ code = "ok" }) => code)).toEqual([
    "InvalidTimeStamp.Expired",
    "ok",
    "ok",
  ]);
});

describe("no secret in an error", () => {
  test.each(["malformed-json", "missing-fields", "wrong-types", "html-body", "null-body"] as const)(
    "%s",
    async (kind) => {
      const { cloud, host, alice } = bench();
      cloud.faults.add({ kind });
      const { answer, trace } = await resolveOnce(assumeRole({ from: alice, roleArn: ADMIN }), host);
      if (answer.outcome !== "failed") throw new Error("the answer is not a failure");
      const { error } = answer;
      expect(["RESPONSE_MALFORMED", "CREDENTIALS_INCOMPLETE"]).toContain(error.code);
      cloud.expectNoSecrets(
        error,
        error.stack,
        JSON.stringify(error),
        inspect([error, trace], { depth: 10 }),
      );
    },
  );

  test("a refusal", async () => {
    const { cloud, host } = bench();
    const { answer } = await resolveOnce(
      assumeRole({ from: userSource(cloud, "bob"), roleArn: ADMIN }),
      host,
    );
    if (answer.outcome !== "failed") throw new Error("the answer is not a failure");
    expect(answer.error).toMatchObject({ code: "UPSTREAM_REFUSED", serverCode: "NoPermission" });
    cloud.expectNoSecrets(answer.error, answer.error.stack, inspect(answer.error, { depth: 10 }));
  });
});

test("a base that wants to be asked again every few minutes does not make the role be assumed as often", async () => {
  const { host, cloud } = bench();
  const reread: CredentialSource = {
    name: "reread",
    resolve: async () => found(cloud.accessKey("alice"), 300_000),
  };
  const { answer } = await resolveOnce(assumeRole({ from: reread, roleArn: ADMIN }), host);
  expect(answer).toHaveProperty("refreshAfterMs", undefined);
});

test("waits for base credentials as long as the resolver does, such as for a program that asks a person", async () => {
  const { cloud, host } = bench();
  const slow: CredentialSource = {
    name: "slow",
    async resolve(context) {
      await context.host.clock.sleep(60_000, context.signal);
      return found(cloud.accessKey("alice"));
    },
  };
  const resolver = refreshing(assumeRole({ from: slow, roleArn: ADMIN }), { host, refreshTimeoutMs: 70_000 });
  const resolved = resolver.get();
  await cloud.advance("61s");
  expect((await resolved).provenance).toEqual(["assume-role", "slow"]);
  resolver.close();
});
