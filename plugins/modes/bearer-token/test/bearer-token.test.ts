import { inspect } from "node:util";
import {
  createTestHost,
  createTestProfile,
  pluginContract,
  refusalOf,
  resolveOnce,
} from "@alicred/conformance";
import { chain } from "@alicred/core";
import { staticCredentials } from "@alicred/static";
import { describe, expect, test } from "vitest";
import { BearerToken, bearerToken, bearerTokenMode, bearerTokenPlugin, readBearerToken } from "../src/mod.ts";

const ENV = { ALIBABA_CLOUD_BEARER_TOKEN: " canary-token\n" };

describe("contract of the plugin", () => {
  const fields = { bearer_token: "canary-token" };
  const checks = pluginContract(bearerTokenPlugin, {
    options: { token: "canary-token", headerKey: "x-token" },
    refused: [{ token: "" }, { token: "canary token" }, { token: "a", headerKey: "canary: x" }],
    modes: {
      BearerToken: {
        fields,
        refused: [{}, { bearer_token: "canary token" }, { ...fields, bearer_token_header_key: "canary: x" }],
      },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("the plugin offers its mode", () => {
  expect(bearerTokenPlugin.profileModes).toEqual([bearerTokenMode]);
  expect(bearerTokenMode).toMatchObject({ mode: "BearerToken", fields: ["bearer_token"] });
});

test.each<[string, Parameters<typeof bearerToken>[0], Record<string, string>, object | undefined]>([
  ["an argument", { token: "canary-token", headerKey: "x-token" }, ENV, { headerKey: "x-token" }],
  [
    "an argument, without a header of the environment",
    { token: "canary-token" },
    { ...ENV, ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY: "x" },
    { headerKey: undefined },
  ],
  ["a variable", {}, ENV, { headerKey: undefined }],
  [
    "two variables",
    {},
    { ...ENV, ALIBABA_CLOUD_BEARER_TOKEN_HEADER_KEY: "x-token" },
    { headerKey: "x-token" },
  ],
  ["nothing", {}, {}, undefined],
])("reads the token from %s", (_name, options, env, expected) => {
  const token = bearerToken(options).read(createTestHost({ env }));
  expect(token?.token).toBe(expected && "canary-token");
  if (expected !== undefined) expect(token).toMatchObject(expected);
});

test("a token shows its value to those alone who read it", () => {
  const token = new BearerToken("canary-token", "x-token");
  expect(token.token).toBe("canary-token");
  const shown = [
    JSON.stringify(token),
    String(token),
    `${token}`,
    inspect(token),
    inspect({ deep: [token] }, { depth: null }),
    inspect(token, { showHidden: true }),
    inspect(token, { getters: true, showHidden: true, depth: null }),
    inspect(token, { showHidden: true, depth: null, customInspect: false }),
    inspect(token, { showProxy: true, compact: false, colors: true }),
    inspect(Object.entries(token), { depth: null }),
    inspect({ ...token }, { getters: true }),
    JSON.stringify({ ...token }),
  ];
  expect(shown.join()).not.toContain("canary");
  expect(JSON.parse(JSON.stringify(token))).toEqual({ token: "[redacted]", headerKey: "x-token" });
  expect(Object.isFrozen(token)).toBe(true);
});

test.each([
  ["", undefined],
  ["canary token", undefined],
  ["canary\n", undefined],
  ["a", "canary: x"],
  ["a", ""],
])("what cannot be sent is refused: %#", (token, headerKey) => {
  const error = refusalOf(() => new BearerToken(token, headerKey), ["canary"]);
  expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
});

describe("as a source", () => {
  test("it is not configured without a token", async () => {
    const { answer } = await resolveOnce(bearerToken(), createTestHost());
    expect(answer).toEqual({
      outcome: "not-configured",
      lookedFor: ["environment variable ALIBABA_CLOUD_BEARER_TOKEN"],
    });
  });

  const profile = createTestProfile({ bearer_token: "canary-token", bearer_token_header_key: "x" });

  test.each([
    ["a token given", bearerToken({ token: "canary-token" }), "bearer-token", /no access key/],
    [
      "a token of the environment",
      bearerToken(),
      "bearer-token",
      /environment variable ALIBABA_CLOUD_BEARER_TOKEN/,
    ],
    ["a profile with one", bearerTokenMode.source(profile), "bearer-token", /profile "p" has a bearer token/],
  ])("%s has no access key, and lets no other identity slip in", async (_name, source, name, message) => {
    const other = staticCredentials({ accessKeyId: "LTAIother", accessKeySecret: "s" });
    const { answer, trace } = await resolveOnce(chain([source, other]), createTestHost({ env: ENV }));
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        name: "ConfigurationError",
        code: "NO_ACCESS_KEY",
        retryable: false,
        source: name,
        message: expect.stringMatching(message),
      },
    });
    expect(trace.children).toHaveLength(1);
    expect(JSON.stringify([answer, trace])).not.toContain("canary");
  });
});

test("the token of a profile can be read", () => {
  const token = readBearerToken(
    createTestProfile({ bearer_token: "canary-token", bearer_token_header_key: "x" }),
  );
  expect([token.token, token.headerKey]).toEqual(["canary-token", "x"]);
});

test.each([
  [{}, 'profile "p": bearer_token: is missing.'],
  [{ bearer_token: 7 }, 'profile "p": bearer_token: is missing or not printable ASCII without spaces.'],
])("a profile without a token is refused: %#", (fields, message) => {
  expect(() => bearerTokenMode.source(createTestProfile(fields))).toThrowError(
    expect.objectContaining({ code: "INVALID_CONFIGURATION", message }),
  );
});

test("options that cannot be used are refused, and not quoted", () => {
  expect(() => bearerTokenPlugin.source({ token: "" })).toThrowError(
    expect.objectContaining({
      code: "INVALID_OPTION",
      message: "bearer-token: token: is missing or not printable ASCII without spaces.",
    }),
  );
});
