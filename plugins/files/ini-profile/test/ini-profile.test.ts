import { inspect } from "node:util";
import { createTestHost, pluginContract, refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import { staticPlugin } from "@alicred/static";
import { describe, expect, test } from "vitest";
import { iniProfile, iniProfilePlugin } from "../src/mod.ts";
import { FILE, type Given, KEY, resolve } from "./support.ts";

describe("contract", () => {
  const modes = [staticPlugin];
  const checks = sourceContract({
    unset: () => ({ source: iniProfile({ modes }), host: createTestHost() }),
    partial: () => ({
      source: iniProfile({ modes }),
      host: createTestHost({
        files: { [FILE]: "[default]\ntype=access_key\naccess_key_secret=canary-secret" },
      }),
    }),
    complete: () => ({ source: iniProfile({ modes }), host: createTestHost({ files: { [FILE]: KEY } }) }),
    secrets: ["canary-secret"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const modes = [staticPlugin];
  const checks = pluginContract(iniProfilePlugin, {
    options: { profile: "prod", modes },
    refused: [{}, { modes: "canary" }, { modes: [{ canary: true }] }, { profile: ["canary"], modes }],
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("serves a key, and says where it came from", async () => {
  const { answer, trace } = await resolve({ text: KEY });
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: {
      accessKeyId: "LTAIini",
      accessKeySecret: "canary-secret",
      provenance: ["ini-profile", "static"],
    },
  });
  expect(trace.supplied).toEqual([
    { part: "file", from: "the default path (~/.alibabacloud/credentials)" },
    { part: "profile", from: 'the default name ("default")' },
  ]);
});

test.each<[string, string, Given, string]>([
  [
    "argument before variable",
    "two",
    { profile: "two", env: { ALIBABA_CLOUD_PROFILE: "one" } },
    "argument profile",
  ],
  [
    "variable before default",
    "two",
    { env: { ALIBABA_CLOUD_PROFILE: " two " } },
    "environment variable ALIBABA_CLOUD_PROFILE",
  ],
  ["default", "default", {}, "the default name"],
  ["a name with dots", "a.b.c", { profile: "a.b.c" }, "argument profile"],
])("selects the section: %s", async (_name, name, given, from) => {
  const section = (each: string) =>
    `[${each}]\ntype=access_key\naccess_key_id=LTAI${each}\naccess_key_secret=b\n`;
  const text = ["default", "one", "two", "a", "a.b", "a.b.c"].map(section).join("");
  const { answer, trace } = await resolve({ text, ...given });
  expect(answer).toMatchObject({ outcome: "credentials", credentials: { accessKeyId: `LTAI${name}` } });
  expect(trace.supplied[1]).toEqual({ part: "profile", from: `${from} ("${name}")` });
});

test.each<[string, Given, string]>([
  [
    "argument",
    { file: "/etc/ini", path: "/etc/ini", env: { ALIBABA_CLOUD_CREDENTIALS_FILE: "/x" } },
    "argument file (/etc/ini)",
  ],
  ["home in an argument", { file: "~/ini", path: "/home/test/ini" }, "argument file (~/ini)"],
  [
    "variable",
    { path: "/v", env: { ALIBABA_CLOUD_CREDENTIALS_FILE: "/v" } },
    "environment variable ALIBABA_CLOUD_CREDENTIALS_FILE (/v)",
  ],
  ["the other default", { path: `${FILE}.ini` }, "the default path (~/.alibabacloud/credentials.ini)"],
])("selects the file: %s", async (_name, given, from) => {
  const { answer, trace } = await resolve({ text: KEY, ...given });
  expect(answer.outcome).toBe("credentials");
  expect(trace.supplied[0]).toEqual({ part: "file", from });
});

test.each<[string, string]>([
  ["a byte order mark", `\uFEFF${KEY}`],
  ["Windows line ends", KEY.replaceAll("\n", "\r\n")],
  ["comments", `; canary\n# canary\n${KEY.replace("LTAIini", "LTAIini ; canary")}`],
  ["indentation", KEY.replaceAll("\n", "\n  ").replace("[", "  [")],
  ["quotes", KEY.replace("LTAIini", '"LTAIini"')],
  ["no spaces", KEY.replaceAll(" = ", "=")],
  ["a comment behind the section", KEY.replace("]", "]   # canary")],
  ["enable = true", `${KEY}enable = true`],
])("reads a file with %s", async (_name, text) => {
  expect((await resolve({ text })).answer).toMatchObject({ credentials: { accessKeyId: "LTAIini" } });
});

test.each<[string, Given, readonly string[]]>([
  ["no file", {}, ["file ~/.alibabacloud/credentials", "file ~/.alibabacloud/credentials.ini"]],
  [
    "no home folder",
    { homeDirectory: "" },
    ["file ~/.alibabacloud/credentials", "file ~/.alibabacloud/credentials.ini"],
  ],
  [
    "no default section",
    { text: "[other]\ntype=access_key" },
    ["section default of ~/.alibabacloud/credentials"],
  ],
  ["an empty file", { text: "" }, ["section default of ~/.alibabacloud/credentials"]],
  [
    "a section that is off",
    { text: `${KEY}enable = False` },
    ["section default of ~/.alibabacloud/credentials (it is switched off by its key enable)"],
  ],
  [
    "JSON",
    { text: ' \n{"profiles":[]}', path: "/v", env: { ALIBABA_CLOUD_CREDENTIALS_FILE: "/v" } },
    ["/v as an INI file (it holds JSON)"],
  ],
])("is not configured: %s", async (_name, given, lookedFor) => {
  expect((await resolve(given)).answer).toEqual({ outcome: "not-configured", lookedFor });
});

test("is not configured in a runtime without files", async () => {
  const host = createTestHost({ files: undefined });
  const { answer } = await resolveOnce(iniProfile({ modes: [] }), host);
  expect(answer).toMatchObject({
    lookedFor: ["~/.alibabacloud/credentials (no file system in this runtime)"],
  });
});

test.each<[string, Given, string, RegExp]>([
  [
    "a section that was asked for",
    { text: KEY, profile: "gone" },
    "PROFILE_NOT_FOUND",
    /asks for "gone", but section gone .* does not exist/,
  ],
  [
    "a section whose name is in other bytes",
    { text: `[caf\uFFFD]\ntype=x\n${KEY}`, profile: "café" },
    "PROFILE_NOT_FOUND",
    /does not exist \(the file is not UTF-8: save it as UTF-8\)/,
  ],
  [
    "such a one that is off",
    { text: `${KEY}enable=false`, env: { ALIBABA_CLOUD_PROFILE: "default" } },
    "PROFILE_NOT_FOUND",
    /switched off/,
  ],
  [
    "a file that was named",
    { file: "/gone" },
    "FILE_UNREADABLE",
    /argument file names \/gone, but that file does not exist/,
  ],
  ["a type", { text: "[default]\naccess_key_id=canary" }, "INCOMPLETE_CONFIGURATION", /has no type/],
  ["a type that is known", { text: "[default]\ntype=canary" }, "UNKNOWN_PROFILE_MODE", /an unknown type/],
  [
    "a type that is no property",
    { text: "[default]\ntype=constructor" },
    "UNKNOWN_PROFILE_MODE",
    /an unknown type/,
  ],
  [
    "a key",
    { text: "[default]\ntype=access_key\naccess_key_id=canary" },
    "INCOMPLETE_CONFIGURATION",
    /has no access_key_secret/,
  ],
  [
    "a value",
    { text: "[default]\ntype=access_key\naccess_key_id=canary\naccess_key_secret=" },
    "INCOMPLETE_CONFIGURATION",
    /has no access_key_secret/,
  ],
  [
    "a mode",
    { text: "[default]\ntype=bearer\nbearer_token=canary" },
    "UNKNOWN_PROFILE_MODE",
    /needs the mode BearerToken, which no plugin here provides/,
  ],
])("fails without %s, and quotes no value", async (_name, given, code, message) => {
  const { answer, trace } = await resolve(given);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      name: "ConfigurationError",
      code,
      message: expect.stringMatching(message),
      source: "ini-profile",
    },
  });
  expect(JSON.stringify([answer, trace])).not.toContain("canary");
});

test("an edit takes effect with the next resolution", async () => {
  const files: Record<string, string> = { [FILE]: KEY };
  const source = iniProfile({ modes: [staticPlugin] });
  const host = createTestHost({ files });
  await resolveOnce(source, host);
  files[FILE] = KEY.replace("LTAIini", "LTAIedited");
  expect((await resolveOnce(source, host)).answer).toMatchObject({
    credentials: { accessKeyId: "LTAIedited" },
  });
});

test.each([
  [{}],
  [{ modes: "canary" }],
  [{ modes: [{ mode: "canary" }] }],
  [{ modes: staticPlugin }],
  [{ modes: [staticPlugin.profileModes] }],
  [{ modes: [], profile: "" }],
  [{ modes: [], file: 7 }],
])("refuses options that cannot be used: %#", (options) => {
  const error = refusalOf(() => iniProfilePlugin.source(options as never), ["canary"]);
  expect(error).toMatchObject({ code: "INVALID_OPTION" });
});

describe.each([
  ["an INI file", "[default]\ntype = access_key\naccess_key_secret = canary-secret"],
  ["a document", '{"current":"p","profiles":[{"access_key_secret":"canary-secret"}]}'],
  ["a token", `eyJcanary${"x".repeat(300)}`],
])("%s where a path or a name belongs is not quoted", (_what, value) => {
  test.each<[string, Given]>([
    ["the argument file", { file: value }],
    ["the variable of the file", { env: { ALIBABA_CLOUD_CREDENTIALS_FILE: value } }],
    ["the argument profile", { text: KEY, profile: value }],
    ["the variable of the profile", { text: KEY, env: { ALIBABA_CLOUD_PROFILE: value } }],
  ])("in %s", async (_where, given) => {
    const resolution = await resolve(given);
    expect(resolution.answer.outcome).toBe("failed");
    const shown = inspect(resolution, { depth: 10 });
    expect(shown).toContain("[not shown]");
    expect(shown).not.toContain("canary");
  });
});
