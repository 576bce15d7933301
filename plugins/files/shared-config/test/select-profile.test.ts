import { createTestHost, resolveOnce } from "@alicred/conformance";
import { ConfigurationError, type Host } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { selectProfile, sharedConfig } from "../src/mod.ts";
import { config, FILE, key, MODES, resolve } from "./support.ts";

const idOf = async (given: Parameters<typeof resolve>[0]) => {
  const { answer } = await resolve(given);
  return answer.outcome === "credentials" ? answer.credentials.accessKeyId : answer;
};

describe("a file without anything to choose from", () => {
  const EMPTY = [
    ["what `aliyun configure delete` leaves", '{"current":"default","profiles":[],"meta_path":""}'],
    ["a current of any name", '{"current":"gone","profiles":[]}'],
    ["an empty object", "{}"],
    ["null", "null"],
    ["null for the list", '{"current":"default","profiles":null}'],
    ["an empty file", ""],
    ["white space", "\uFEFF \n"],
  ] as const;

  test.each(EMPTY)("is not configured where nobody asked for a profile by name: %s", async (_what, text) => {
    expect((await resolve({ text })).answer).toEqual({
      outcome: "not-configured",
      lookedFor: [
        "environment variables ALIBABACLOUD_PROFILE, ALIBABA_CLOUD_PROFILE, ALICLOUD_PROFILE",
        "a profile of ~/.aliyun/config.json, which has none",
      ],
    });
  });

  test.each(EMPTY)("fails where somebody did: %s", async (_what, text) => {
    for (const given of [{ profile: "prod" }, { host: { env: { ALICLOUD_PROFILE: "prod" } } }]) {
      const { answer } = await resolve({ ...given, host: { ...given.host, files: { [FILE]: text } } });
      expect(answer).toMatchObject({
        outcome: "failed",
        error: { code: "PROFILE_NOT_FOUND" },
      });
    }
  });

  test("a current that leads nowhere among others fails, with the nearest names", async () => {
    const profiles = [key("prod"), key("dev"), key("\u001b[2Jprop"), key("staging"), key("preprod")];
    const { answer } = await resolve({ text: config(profiles, "prdo") });
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
    expect(answer).toHaveProperty(
      "error.message",
      '~/.aliyun/config.json has no profile "prdo". The nearest there: "prod", "dev", "preprod". Check the name, or create it: alicred profiles add prdo',
    );
  });
});

describe("a file that may not be read", () => {
  const denied = (systemCode: string): Host => ({
    ...createTestHost(),
    files: {
      readText: async (path) => {
        throw new ConfigurationError("FILE_UNREADABLE", `${path} cannot be read`, { systemCode });
      },
    },
  });

  test.each(["EACCES", "EPERM", "PermissionDenied"])(
    "is not configured where it is the default one: %s",
    async (code) => {
      const { answer } = await resolveOnce(sharedConfig({ modes: MODES }), denied(code));
      expect(answer).toEqual({
        outcome: "not-configured",
        lookedFor: [`file ~/.aliyun/config.json (it cannot be looked up, ${code})`],
      });
    },
  );

  test("fails where it was asked for, or a profile by name, or where it is broken otherwise", async () => {
    for (const [options, code] of [
      [{ configFile: "/etc/a.json" }, "EACCES"],
      [{ profile: "prod" }, "EACCES"],
      [{}, "EISDIR"],
      [{}, "EIO"],
    ] as const) {
      const source = sharedConfig({ modes: MODES, ...options });
      const { answer } = await resolveOnce(source, denied(code));
      expect(answer).toMatchObject({ outcome: "failed", error: { code: "FILE_UNREADABLE" } });
    }
  });
});

describe("the spelling of names", () => {
  test("fields count in any case, as to the aliyun CLI, unless the exact name exists", async () => {
    const fields = { NAME: "p", Mode: "AK", ACCESS_KEY_ID: "LTAIup", Access_Key_Secret: "canary-s" };
    expect(await idOf({ text: JSON.stringify({ Current: "p", PROFILES: [fields] }) })).toBe("LTAIup");
    const both = { ...fields, access_key_id: "LTAIlow" };
    expect(await idOf({ text: JSON.stringify({ current: "p", profiles: [both] }) })).toBe("LTAIlow");
  });

  test.each(["prod", " ", "PROD"])("a profile's name counts to the letter: %j", async (name) => {
    const { answer } = await resolve({ text: config([key(" prod "), key("default")], name) });
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
  });

  test("the answer has the region of the profile, the first of several", async () => {
    const profiles = [
      key("p", { Region_Id: " cn-first " }),
      key("p", { region_id: "cn-second" }),
      key("other", { region_id: "cn-other" }),
    ];
    for (const [name, region] of [
      ["p", "cn-first"],
      ["other", "cn-other"],
    ] as const) {
      const { answer } = await resolve({ text: config(profiles, name) });
      expect(answer).toMatchObject({ outcome: "credentials", region });
    }
    const { answer } = await resolve({ text: config([key("p", { region_id: 7 })], "p") });
    expect(answer).toMatchObject({ outcome: "credentials", region: undefined });
  });
});

describe("what lacks, by name", () => {
  const variables = {
    profileVariables: ["ALICRED_TEST_PROFILE"],
    configFileVariables: ["ALIBABA_CLOUD_CREDENTIALS_FILE"],
  };
  const select = (files: Record<string, string>, given: object = {}, env: Record<string, string> = {}) =>
    selectProfile(createTestHost({ files, env }), { ...variables, ...given });
  const withProd = { [FILE]: config([key("prod")]) };

  test.each([
    [
      "the default file, for a profile of an argument",
      {},
      { profile: "prod" },
      "default-file",
      /^argument profile is set, but/,
    ],
    [
      "a file of an argument",
      {},
      { configFile: "/x.json" },
      "file",
      /^argument configFile is set, but \/x\.json does not exist/,
    ],
    ["the profile", withProd, { profile: "dev" }, "profile", /has no profile "dev"/],
    [
      "the profile of current",
      { [FILE]: config([key("prod")], "dev") },
      {},
      "current",
      /has no profile "dev"/,
    ],
  ])("%s", async (_what, files, given, lacks, message) => {
    const selected = await select(files, given);
    expect(selected).toMatchObject({ kind: "lacking", lacks });
    expect(selected).toHaveProperty("error.message", expect.stringMatching(message));
  });

  test("nothing, where nobody asks and the file chooses none", async () => {
    expect(await select(withProd)).toEqual({
      kind: "none",
      lookedFor: [
        "environment variables ALICRED_TEST_PROFILE",
        `field current or profile "default" of ~/.aliyun/config.json`,
      ],
    });
    expect(await select(withProd, { fileChooses: false })).toEqual({
      kind: "none",
      lookedFor: ["argument profile", "environment variables ALICRED_TEST_PROFILE"],
    });
  });

  test("the origin of each name", async () => {
    const both = { [FILE]: config([key("prod"), key("default")], "prod") };
    const from = async (files: Record<string, string>, given?: object, env?: Record<string, string>) =>
      Object(await select(files, given, env)).from;
    expect(await from(both)).toBe("field current");
    expect(await from({ [FILE]: config([key("default")]) })).toBe("the default name");
    expect(await from(both, { profile: "prod" })).toBe("argument profile");
    expect(await from(both, {}, { ALICRED_TEST_PROFILE: "prod" })).toBe(
      "environment variable ALICRED_TEST_PROFILE",
    );
  });

  test.each(["[default]\ntype = access_key\n", "  # comment\n[x]", "; comment"])(
    "an INI file that a variable of the SDKs names counts as missing: %j",
    async (text) => {
      const env = { ALIBABA_CLOUD_CREDENTIALS_FILE: "/ini" };
      expect(await select({ "/ini": text }, {}, env)).toEqual({
        kind: "none",
        lookedFor: [
          "a config.json, but environment variable ALIBABA_CLOUD_CREDENTIALS_FILE names an INI file",
        ],
      });
      await expect(select({ "/ini": text }, { configFile: "/ini" })).rejects.toThrow(/not valid JSON/);
      await expect(select({ "/ini": `x${text}` }, {}, env)).rejects.toThrow(/not valid JSON/);
    },
  );
});
