import { createTestHost, resolveOnce } from "@alicred/conformance";
import { ConfigurationError, type Host } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { sharedConfig } from "../src/mod.ts";
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
