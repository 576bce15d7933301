import { createTestHost, pluginContract, resolveOnce, sourceContract } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { envCredentials, envPlugin, type FamilyName } from "../src/mod.ts";

const COMPLETE = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIexample",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "canary-secret",
  ALIBABA_CLOUD_SECURITY_TOKEN: "canary-token",
};
const resolve = (env: Record<string, string> | undefined, families?: FamilyName[]) =>
  resolveOnce(envCredentials({ families }), createTestHost({ env }));

describe("contract", () => {
  const source = envCredentials();
  const checks = sourceContract({
    unset: () => ({ source, host: createTestHost() }),
    partial: () => ({ source, host: createTestHost({ env: { ALICLOUD_SECRET_KEY: "canary-secret" } }) }),
    complete: () => ({ source, host: createTestHost({ env: COMPLETE }) }),
    secrets: ["canary-secret", "canary-token"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const checks = pluginContract(envPlugin, {
    options: { families: ["ALIBABA_CLOUD"] },
    refused: [{ families: "canary-name" }, { families: ["ALIBABA_CLOUD", "canary-name"] }],
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test.each([
  ["ALICLOUD", "ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN"],
  ["ALICLOUD", "ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECURITY_TOKEN"],
  [
    "ALIBABA_CLOUD",
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
  ],
  [
    "ALIBABACLOUD",
    "ALIBABACLOUD_ACCESS_KEY_ID",
    "ALIBABACLOUD_ACCESS_KEY_SECRET",
    "ALIBABACLOUD_SECURITY_TOKEN",
  ],
])("%s: reads %s, %s and %s", async (_family, id, secret, token) => {
  const { answer, trace } = await resolve({ [id]: "LTAIexample", [secret]: "s", [token]: "t" });
  expect(answer).toMatchObject({
    credentials: { accessKeyId: "LTAIexample", accessKeySecret: "s", securityToken: "t" },
  });
  expect(trace.supplied).toEqual([
    { part: "accessKeyId", from: `environment variable ${id}` },
    { part: "accessKeySecret", from: `environment variable ${secret}` },
    { part: "securityToken", from: `environment variable ${token}` },
  ]);
  expect(trace.warnings).toEqual([
    `environment variable ${token} does not say when its session ends. It is read again every 5 minutes.`,
  ]);
});

test("a session that the platform renews is noticed within 5 minutes; a key that lasts is not looked up again", async () => {
  const env: Record<string, string> = { ...COMPLETE };
  let nowMs = Date.parse("2026-01-07T08:00:00Z");
  let reads = 0;
  const standing = createTestHost();
  const host = {
    ...standing,
    clock: { ...standing.clock, now: () => nowMs },
    env: (name: string) => {
      reads += 1;
      return env[name];
    },
  };
  const session = refreshing(envCredentials(), { host });
  expect(await session.get()).toMatchObject({ accessKeyId: "LTAIexample" });
  env["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAIrenewed";
  nowMs += 301_000;
  // The first call may be answered while the variables are read behind it.
  await session.get();
  await standing.settled();
  expect(await session.get()).toMatchObject({ accessKeyId: "LTAIrenewed" });

  delete env["ALIBABA_CLOUD_SECURITY_TOKEN"];
  const lasting = refreshing(envCredentials(), { host });
  await lasting.get();
  const readsBefore = reads;
  nowMs += 48 * 3_600_000;
  await lasting.get();
  expect(reads).toBe(readsBefore);
});

test.each([
  ["a blank within", "LTAI example"],
  ["an invisible character", "LTAI\u200bexample"],
  ["a letter that is not ASCII", "LTAIex\u0430mple"],
])("a key with %s is refused by the variable's name", async (_what, value) => {
  for (const name of ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"]) {
    const { answer } = await resolve({ ...COMPLETE, [name]: value });
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "INVALID_CONFIGURATION",
        message: `environment variable ${name} is missing or not printable ASCII without spaces.`,
      },
    });
  }
});

test("an earlier family wins whole, and the trace names what it ignores", async () => {
  const { answer, trace } = await resolve({
    ...COMPLETE,
    ALICLOUD_ACCESS_KEY: "LTAIfirst",
    ALICLOUD_SECRET_KEY: "canary-first",
  });
  expect(answer).toMatchObject({
    credentials: { accessKeyId: "LTAIfirst", accessKeySecret: "canary-first", securityToken: undefined },
  });
  expect(trace.warnings).toHaveLength(3);
  expect(trace.warnings.join()).toContain("ALIBABA_CLOUD_SECURITY_TOKEN is ignored");
  expect(trace.warnings.join()).not.toContain("canary");
});

test("of two names in one family the first counts, with a warning where they differ", async () => {
  const { answer, trace } = await resolve({
    ALICLOUD_ACCESS_KEY: "LTAIfirst",
    ALICLOUD_ACCESS_KEY_ID: "LTAIother",
    ALICLOUD_SECRET_KEY: "canary-first",
    ALICLOUD_ACCESS_KEY_SECRET: "canary-first",
  });
  expect(answer).toMatchObject({ credentials: { accessKeyId: "LTAIfirst" } });
  expect(trace.warnings).toEqual([
    "environment variable ALICLOUD_ACCESS_KEY_ID is ignored: it differs from what ALICLOUD has.",
  ]);
});

test("families that agree cause no warning", async () => {
  const { trace } = await resolve({
    ALICLOUD_ACCESS_KEY: "LTAIexample",
    ALICLOUD_SECRET_KEY: "s",
    ALIBABACLOUD_ACCESS_KEY_ID: "LTAIexample",
    ALIBABACLOUD_ACCESS_KEY_SECRET: "s",
  });
  expect(trace.warnings).toEqual([]);
});

test("a key is never completed by another family's secret", async () => {
  const { answer } = await resolve({
    ALICLOUD_ACCESS_KEY: "LTAIfirst",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "canary-secret",
  });
  expect(answer).toMatchObject({ outcome: "failed", error: { code: "INCOMPLETE_CONFIGURATION" } });
  expect(answer).toHaveProperty(
    "error.message",
    "environment variable ALICLOUD_SECRET_KEY is missing. Set both key and secret.",
  );
});

test("empty and blank variables are unset, and white space around a value is dropped", async () => {
  const { answer } = await resolve({
    ALICLOUD_ACCESS_KEY: "",
    ALICLOUD_SECRET_KEY: "  \n",
    ALIBABA_CLOUD_ACCESS_KEY_ID: " LTAIexample\r\n",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s\n",
  });
  expect(answer).toMatchObject({ credentials: { accessKeyId: "LTAIexample", accessKeySecret: "s" } });
});

test("a token without a key is not configured, with a warning", async () => {
  const { answer, trace } = await resolve({ ALIBABA_CLOUD_SECURITY_TOKEN: "canary-token" });
  expect(answer.outcome).toBe("not-configured");
  expect(trace.warnings).toEqual([
    "environment variable ALIBABA_CLOUD_SECURITY_TOKEN is ignored: no key of ALIBABA_CLOUD is set.",
  ]);
});

test("the name that no tool reads gets a hint", async () => {
  const { answer, trace } = await resolve({ ALIBABA_CLOUD_ACCESS_KEY: "LTAIexample" });
  expect(answer).toEqual({
    outcome: "not-configured",
    lookedFor: [
      "environment variable ALICLOUD_ACCESS_KEY or ALIBABA_CLOUD_ACCESS_KEY_ID or ALIBABACLOUD_ACCESS_KEY_ID",
    ],
  });
  expect(trace.warnings.join()).toContain("Use ALIBABA_CLOUD_ACCESS_KEY_ID");
});

test("a runtime without an environment is not configured", async () => {
  const { answer } = await resolve(undefined);
  expect(answer).toEqual({
    outcome: "not-configured",
    lookedFor: ["environment variables (this runtime has none)"],
  });
});

test("reads the families asked for, and refuses others", async () => {
  expect((await resolve(COMPLETE, ["ALICLOUD"])).answer.outcome).toBe("not-configured");
  expect(() => envCredentials({ families: ["AWS" as FamilyName] })).toThrowError(
    expect.objectContaining({ code: "INVALID_OPTION" }),
  );
});
