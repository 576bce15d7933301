import {
  createTestHost,
  pluginContract,
  createTestProfile as profile,
  refusalOf,
  resolveOnce,
  sourceContract,
} from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { accessKeyMode, staticCredentials, staticPlugin, stsTokenMode } from "../src/mod.ts";

const KEY = { accessKeyId: "LTAIexample", accessKeySecret: "canary-secret", securityToken: "canary-token" };
const host = createTestHost();

describe("contract", () => {
  // Fixed credentials are configured by being made: they have no unset and no partial state.
  const checks = sourceContract({
    complete: () => ({ source: staticCredentials(KEY), host }),
    secrets: ["canary-secret", "canary-token"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const fields = { access_key_id: "LTAIexample", access_key_secret: "canary-secret" };
  const session = { ...fields, sts_token: "canary-token" };
  const checks = pluginContract(staticPlugin, {
    options: KEY,
    refused: [{}, { ...KEY, accessKeySecret: "canary-secret\n" }, { ...KEY, securityToken: "canary-tökén" }],
    modes: {
      AK: { fields, refused: [{}, { ...fields, access_key_secret: "canary-secret " }] },
      StsToken: { fields: session, refused: [fields, { ...session, sts_expiration: "canary-date" }] },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("serves exactly the parts given", async () => {
  const expiration = new Date("2026-01-07T09:00:00Z");
  const { answer } = await resolveOnce(staticCredentials({ ...KEY, expiration }), host);
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: { ...KEY, expiration, provenance: ["static"] },
  });
});

test.each([
  ["accessKeyId", { accessKeySecret: "canary-secret" }],
  ["accessKeySecret", { accessKeyId: "LTAIexample" }],
  ["accessKeySecret", { accessKeyId: "LTAIexample", accessKeySecret: "" }],
  ["securityToken", { ...KEY, securityToken: 7 }],
  ["accessKeyId", { ...KEY, accessKeyId: "LTAI example" }],
  ["accessKeySecret", { ...KEY, accessKeySecret: "canary-secret\n" }],
  ["securityToken", { ...KEY, securityToken: "canary-tökén" }],
  ["expiration", { ...KEY, expiration: new Date("canary") }],
  ["expiration", { ...KEY, expiration: 1_800_000_000_000 }],
])("refuses options whose %s is missing or wrong, whatever the environment has", (part, options) => {
  const make = (): unknown => staticPlugin.source(options as never);
  expect(make).toThrowError(
    expect.objectContaining({
      name: "ConfigurationError",
      code: "INVALID_OPTION",
      retryable: false,
      message: expect.stringContaining(`static: ${part}: `),
    }),
  );
  expect(make).not.toThrowError(/canary/);
});

test("the plugin offers its modes, with the fields that tell them apart first", () => {
  expect(staticPlugin.profileModes).toEqual([accessKeyMode, stsTokenMode]);
  expect(accessKeyMode).toMatchObject({ mode: "AK", fields: ["access_key_id", "access_key_secret"] });
  const session = ["sts_token", "access_key_id", "access_key_secret"];
  expect(stsTokenMode).toMatchObject({ mode: "StsToken", fields: session });
});

test("the profile modes read the fields of config.json and say so in the trace", async () => {
  const fields = {
    access_key_id: "LTAIexample",
    access_key_secret: "canary-secret",
    sts_token: "canary-token",
  };
  const { answer, trace } = await resolveOnce(stsTokenMode.source(profile(fields)), host);
  expect(answer).toMatchObject({ credentials: KEY });
  expect(trace.supplied.map(({ from }) => from)).toEqual([
    'field access_key_id of profile "p"',
    'field access_key_secret of profile "p"',
    'field sts_token of profile "p"',
  ]);
});

test("AK leaves a token in the profile aside, as the mode says", async () => {
  const fields = {
    access_key_id: "LTAIexample",
    access_key_secret: "canary-secret",
    sts_token: "canary-token",
  };
  const { answer } = await resolveOnce(accessKeyMode.source(profile(fields)), host);
  expect(answer).toMatchObject({ credentials: { securityToken: undefined } });
});

test.each([
  [accessKeyMode, { access_key_id: "LTAIexample" }, "access_key_secret"],
  [stsTokenMode, { access_key_id: "LTAIexample", access_key_secret: "canary-secret" }, "sts_token"],
  [stsTokenMode, { access_key_id: 1, access_key_secret: "canary-secret", sts_token: "t" }, "access_key_id"],
  [accessKeyMode, { access_key_id: " LTAIexample", access_key_secret: "canary-secret" }, "access_key_id"],
  [
    accessKeyMode,
    { access_key_id: "LTAIexample", access_key_secret: "canary-secret\n" },
    "access_key_secret",
  ],
  [stsTokenMode, { access_key_id: "i", access_key_secret: "s", sts_token: "canary token" }, "sts_token"],
])(
  "a profile that lacks a clean field of its mode is refused by profile and field: %#",
  (mode, fields, missing) => {
    const error = refusalOf(() => mode.source(profile(fields)), ["canary"]);
    expect(error).toMatchObject({
      name: "ConfigurationError",
      code: "INVALID_CONFIGURATION",
      retryable: false,
      message: expect.stringMatching(new RegExp(`profile "p": ${missing}`)),
    });
  },
);

describe("sts_expiration", () => {
  const fields = { access_key_id: "STS.p", access_key_secret: "canary-secret", sts_token: "canary-token" };
  const expiryOf = async (mode: typeof stsTokenMode, sts_expiration: unknown): Promise<unknown> => {
    const source = mode.source(profile({ ...fields, sts_expiration }));
    const { answer } = await resolveOnce(source, host);
    return answer.outcome === "credentials" ? answer.credentials.expiresAtMs : answer;
  };

  test.each([[1_800_000_000], ["1800000000"], [" 1800000000 "]])(
    "of %j is the end of an StsToken",
    async (value) => {
      expect(await expiryOf(stsTokenMode, value)).toBe(1_800_000_000_000);
    },
  );

  test.each([[0], ["0"], [""], [null], [undefined], [-1]])("of %j is not known", async (value) => {
    expect(await expiryOf(stsTokenMode, value)).toBeUndefined();
  });

  test.each([
    ["milliseconds", 1_800_000_000_000],
    ["milliseconds", "1800000000000"],
    ["text", "2027-01-15T08:00:00Z"],
  ])("in %s is read, with a warning", async (form, sts_expiration) => {
    const source = stsTokenMode.source(profile({ ...fields, sts_expiration }));
    const { answer, trace } = await resolveOnce(source, host);
    expect(answer).toMatchObject({ credentials: { expiresAtMs: 1_800_000_000_000 } });
    expect(trace.warnings).toEqual([
      `field sts_expiration of profile "p" holds ${form}, where epoch seconds belong. It is read; other tools may not.`,
    ]);
  });

  test.each([["soon"], [51_437_808_000], [1e14], ["2026-11-29 20:03:45"], [true], [[]]])(
    "of %j is refused",
    (sts_expiration) => {
      const error = refusalOf(() => stsTokenMode.source(profile({ ...fields, sts_expiration })), ["canary"]);
      expect(error).toMatchObject({
        code: "INVALID_CONFIGURATION",
        message: 'profile "p": sts_expiration: is not a time in epoch seconds.',
      });
    },
  );

  test("says nothing of a key of the mode AK", async () => {
    expect(await expiryOf(accessKeyMode, 1_800_000_000)).toBeUndefined();
  });

  test("that has passed: the session is never served", async () => {
    const source = stsTokenMode.source(profile({ ...fields, sts_expiration: 1000 }));
    const resolver = refreshing(source, { host });
    await expect(resolver.get()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
    resolver.close();
  });
});
