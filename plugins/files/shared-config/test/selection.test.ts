import { createTestHost, pluginContract, resolveOnce } from "@alicred/conformance";
import { type CredentialSource, type Plugin, schemaOf } from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { describe, expect, test } from "vitest";
import { sharedConfig, sharedConfigPlugin } from "../src/mod.ts";
import { config, FILE, hopMode, key, keyMode, MODES, resolve } from "./support.ts";

const text = config([key("default"), key("prod"), key("dev")], "dev");
const idOf = async (given: Parameters<typeof resolve>[0]) => {
  const { answer } = await resolve(given);
  return answer.outcome === "credentials" ? answer.credentials.accessKeyId : answer;
};

describe("contract of the plugin", () => {
  const modes = [keyMode];
  const checks = pluginContract(sharedConfigPlugin, {
    options: { profile: "prod", modes },
    refused: [{}, { modes: "canary" }, { modes: [{ canary: true }] }, { configFile: ["canary"], modes }],
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("the profile", () => {
  test.each([
    ["the argument", { profile: "prod", host: { env: { ALIBABA_CLOUD_PROFILE: "default" } } }, "LTAIprod"],
    [
      "ALIBABACLOUD_PROFILE",
      { host: { env: { ALIBABACLOUD_PROFILE: "prod", ALICLOUD_PROFILE: "default" } } },
      "LTAIprod",
    ],
    ["ALIBABA_CLOUD_PROFILE", { host: { env: { ALIBABA_CLOUD_PROFILE: "prod" } } }, "LTAIprod"],
    ["ALICLOUD_PROFILE", { host: { env: { ALICLOUD_PROFILE: "prod" } } }, "LTAIprod"],
    ["the file's current", {}, "LTAIdev"],
  ])("comes from %s", async (_from, given, expected) => {
    expect(await idOf({ text, ...given })).toBe(expected);
  });

  test("is `default` where the file names none, and not configured where there is no such profile", async () => {
    expect(await idOf({ text: config([key("default")]) })).toBe("LTAIdefault");
    expect(await idOf({ text: config([key("other")]) })).toMatchObject({ outcome: "not-configured" });
  });

  test("of several with one name is the first, with a warning", async () => {
    const { answer, trace } = await resolve({
      text: config([key("p"), { ...key("p"), access_key_id: "LTAIlast" }], "p"),
    });
    expect(answer).toMatchObject({ credentials: { accessKeyId: "LTAIp" } });
    expect(trace.warnings).toEqual(['profile "p" is defined 2 times; the first one is used.']);
  });

  test("that was asked for and does not exist fails, by name", async () => {
    const { answer } = await resolve({ text, profile: "nope" });
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
    expect(answer).toHaveProperty("error.message", expect.stringContaining('no profile "nope"'));
  });
});

describe("what a tool reads can be set", () => {
  test("the variables of profile and file", async () => {
    const env = { ALIBABA_CLOUD_PROFILE: "default", MY_PROFILE: "prod", MY_FILE: "/etc/a.json" };
    const files = { [FILE]: text, "/etc/a.json": config([key("prod", { access_key_id: "LTAIother" })]) };
    const profileVariables = ["MY_PROFILE"];
    expect(await idOf({ host: { env, files }, profileVariables })).toBe("LTAIprod");
    const configFileVariables = ["MY_FILE"];
    expect(await idOf({ host: { env, files }, profileVariables, configFileVariables })).toBe("LTAIother");
  });

  test("that a profile must be named: the file is not even read", async () => {
    expect(await idOf({ text: "{", fileChooses: false })).toEqual({
      outcome: "not-configured",
      lookedFor: [
        "argument profile",
        "environment variables ALIBABACLOUD_PROFILE, ALIBABA_CLOUD_PROFILE, ALICLOUD_PROFILE",
      ],
    });
    const host = { env: { ALICLOUD_PROFILE: "prod" } };
    expect(await idOf({ text, fileChooses: false, host })).toBe("LTAIprod");
  });
});

describe("the file", () => {
  const files = { "/etc/a.json": config([key("a")], "a"), "/home/test/b.json": config([key("b")], "b") };

  test.each([
    ["the argument", { configFile: "/etc/a.json" }, "LTAIa"],
    ["the argument below the home folder", { configFile: "~/b.json" }, "LTAIb"],
    [
      "ALIBABA_CLOUD_CONFIG_FILE",
      { host: { files, env: { ALIBABA_CLOUD_CONFIG_FILE: "/etc/a.json" } } },
      "LTAIa",
    ],
  ])("comes from %s", async (_from, given, expected) => {
    expect(await idOf({ host: { files }, ...given })).toBe(expected);
  });

  test("that is absent is not configured, unless someone asked for it or for a profile", async () => {
    expect((await resolve({})).answer).toEqual({
      outcome: "not-configured",
      lookedFor: ["file ~/.aliyun/config.json"],
    });
    for (const given of [{ profile: "prod" }, { configFile: "/etc/none.json" }]) {
      expect((await resolve(given)).answer).toMatchObject({
        outcome: "failed",
        error: { code: "PROFILE_NOT_FOUND" },
      });
    }
  });

  test("cannot be read where there are no files or no home: not configured, and why", async () => {
    const { answer } = await resolve({ profile: "prod", host: { files: undefined } });
    expect(answer).toEqual({
      outcome: "not-configured",
      lookedFor: ["~/.aliyun/config.json (no file system in this runtime)"],
    });
    const host = { ...createTestHost(), homeDirectory: undefined };
    const homeless = await resolveOnce(sharedConfig({ modes: MODES }), host);
    expect(homeless.answer).toMatchObject({
      lookedFor: ["~/.aliyun/config.json (no home folder in this runtime)"],
    });
  });

  test("is read again at each resolution, and its source kept while its profile does not change", async () => {
    const files: Record<string, string> = { [FILE]: config([key("a")], "a") };
    let made = 0;
    const counting = {
      ...keyMode,
      source(profile: Profile): CredentialSource {
        made++;
        return keyMode.source(profile);
      },
    };
    const source = sharedConfig({ modes: [counting] });
    const host = createTestHost({ files });
    await resolveOnce(source, host);
    await resolveOnce(source, host);
    expect(made).toBe(1);
    files[FILE] = config([key("other"), key("a")], "a");
    await resolveOnce(source, host);
    expect(made).toBe(1);
    files[FILE] = config([key("a", { access_key_id: "LTAIedited" })], "a");
    expect((await resolveOnce(source, host)).answer).toMatchObject({
      credentials: { accessKeyId: "LTAIedited" },
    });
    expect(made).toBe(2);
  });

  test("of a profile on top of another, the source is made again when either changes", async () => {
    const hop = { name: "hop", mode: "ChainableRamRoleArn", source_profile: "a" };
    const files: Record<string, string> = { [FILE]: config([key("a"), hop], "hop") };
    const source = sharedConfig({ modes: [keyMode, hopMode] });
    const host = createTestHost({ files });
    expect((await resolveOnce(source, host)).answer).toMatchObject({ credentials: { accessKeyId: "LTAIa" } });
    files[FILE] = config([key("a", { access_key_id: "LTAIedited" }), hop], "hop");
    expect((await resolveOnce(source, host)).answer).toMatchObject({
      credentials: { accessKeyId: "LTAIedited" },
    });
  });
});

describe("the mode", () => {
  test("compares without regard to case", async () => {
    expect(await idOf({ text: config([{ ...key("a"), mode: "ak" }], "a") })).toBe("LTAIa");
  });

  test.each([
    [
      "Vault",
      "the mode Vault, which no plugin here provides. Load its plugin, or set it to one of: ChainableRamRoleArn.",
    ],
    ["cloudsso", "the mode cloudsso, which no plugin here provides"],
    [["OAuth"], "a mode that no plugin here provides. Set it to one of: ChainableRamRoleArn."],
    ["canary+secret/that+was/pasted==", "a mode that no plugin here provides"],
    ["canarysecretwithoutanysignatall", "a mode that no plugin here provides"],
    ["canary\u001b[2J", "a mode that no plugin here provides"],
    ["", "has no mode. Set `mode` to one of"],
    [undefined, "has no mode. Set `mode` to one of"],
  ])("%s that is not registered: the message says what to do", async (mode, message) => {
    const { answer } = await resolve({ text: config([{ ...key("a"), mode }], "a"), modes: [hopMode] });
    expect(answer).toMatchObject({ error: { code: "UNKNOWN_PROFILE_MODE" } });
    expect(answer).toHaveProperty("error.message", expect.stringContaining(message));
    // The key of the profile has the word too, but no error quotes it.
    expect(JSON.stringify(answer)).not.toContain("canary");
  });

  test("may lead to another profile, and the trace shows which fields supplied what", async () => {
    const hop = { name: "hop", mode: "ChainableRamRoleArn", source_profile: "a" };
    const { answer, trace } = await resolve({ text: config([hop, key("a")], "hop") });
    expect(answer).toMatchObject({
      credentials: { accessKeyId: "LTAIa", provenance: ["shared-config", "key"] },
    });
    expect(trace.supplied).toContainEqual({ part: "profile", from: 'field current ("hop")' });
    expect(trace.children[0]?.supplied).toEqual([
      { part: "accessKeyId", from: 'field access_key_id of profile "a"' },
    ]);
  });

  test.each([
    [["a"], "a -> a"],
    [["a", "b", "c"], "a -> b -> c -> a"],
  ])("in a circle through %s is an error that prints the circle", async (names, circle) => {
    const profiles = names.map((name, index) => ({
      name,
      mode: "ChainableRamRoleArn",
      source_profile: names[(index + 1) % names.length],
    }));
    const { answer } = await resolve({ text: config(profiles, "a") });
    expect(answer).toMatchObject({ error: { code: "PROFILE_CYCLE" } });
    expect(answer).toHaveProperty("error.message", expect.stringContaining(circle));
  });

  test("may come with its plugin", async () => {
    const plugin: Plugin<object, object, ProfileMode> = {
      name: "keys",
      options: schemaOf<object>({}),
      source: () => keyMode.source({} as Profile),
      profileModes: [keyMode],
    };
    const text = config([{ name: "hop", mode: "ChainableRamRoleArn", source_profile: "a" }, key("a")], "hop");
    expect(await idOf({ text, modes: [plugin, hopMode] })).toBe("LTAIa");
  });
});

test.each([
  ["none", undefined],
  ["a plugin alone", sharedConfigPlugin],
  ["the modes of a plugin as one element", [[keyMode]]],
  ["null", [keyMode, null]],
  ["a mode without a source", [{ mode: "canary" }]],
])("%s in place of the modes is refused at once", (_name, modes) => {
  let thrown: unknown;
  try {
    sharedConfig({ modes } as never);
  } catch (error) {
    thrown = error;
  }
  const message = expect.stringMatching(
    /^shared-config: modes: is (missing|not a list of plugins and profile modes)\.$/,
  );
  expect(thrown).toMatchObject({ code: "INVALID_OPTION", message });
});

test("the command to create a profile can be typed as it is", async () => {
  for (const [profile, words] of [
    ["nope", "nope"],
    ["my prod", "'my prod'"],
    ["it's", String.raw`'it'\''s'`],
  ] as const) {
    const { answer } = await resolve({ text, profile });
    expect(answer).toHaveProperty("error.message", expect.stringContaining(`alicred profiles add ${words}`));
  }
});

test("a profile without a mode is told so, and one of an unknown mode which there are", async () => {
  const messageOf = async (mode?: string): Promise<unknown> =>
    (await resolve({ text: config([{ ...key("a"), mode }], "a") })).answer;
  expect(await messageOf()).toHaveProperty(
    "error.message",
    '~/.aliyun/config.json: profile "a" has no mode. Set `mode` to one of: AK, ChainableRamRoleArn.',
  );
  expect(await messageOf("Sorcery")).toHaveProperty(
    "error.message",
    '~/.aliyun/config.json: profile "a" has the mode Sorcery, which no plugin here provides. Load its plugin, or set it to one of: AK, ChainableRamRoleArn.',
  );
});
