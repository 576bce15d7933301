import { resolveOnce } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { aliyunCli, allModes, sdkDefault } from "../src/mod.ts";
import { hostOf, identityOf, type World } from "./world.ts";

const section = (name: string): string =>
  `[${name}]\ntype = access_key\naccess_key_id = K${name}\naccess_key_secret = S${name}\n`;
const files = { "/home/test/.alibabacloud/credentials": section("default") + section("prod") };
const base = { name: "base", mode: "AK", access_key_id: "Kbase", access_key_secret: "Sbase" };
const dangling = {
  name: "default",
  mode: "ChainableRamRoleArn",
  source_profile: "typo",
  ram_role_arn: "acs:ram::1:role/r",
};

describe("an error in config.json does not lead to another identity of the INI file", () => {
  const byVariable = { ALIBABA_CLOUD_PROFILE: "default" };
  test.each<[string, World, Parameters<typeof sdkDefault>[0]?]>([
    ["a missing current profile", { profiles: [base], current: "prod", files }],
    ["a missing source profile", { profiles: [dangling], current: "default", files }],
    ["the same below a profile that was asked for", { profiles: [dangling], files, env: byVariable }],
    ["a missing file by option", { files }, { configFile: "/gone/config.json" }],
    ["a missing file by variable", { files, env: { ALIBABA_CLOUD_CONFIG_FILE: "/gone/config.json" } }],
    [
      "the same, and a profile that was asked for",
      { files, env: { ALIBABA_CLOUD_CONFIG_FILE: "/gone/config.json", ...byVariable } },
    ],
  ])("%s", async (_what, world, options) => {
    const { answer } = await resolveOnce(sdkDefault(options), hostOf(world));
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
  });
});

describe("a profile that was asked for by name", () => {
  test.each<[string, World]>([
    ["and is not in config.json", { profiles: [base], current: "base", files }],
    ["where there is no config.json", { files }],
  ])("%s may be in the INI file", async (_what, world) => {
    expect(await identityOf(sdkDefault({ profile: "prod" }), hostOf(world))).toBe("Kprod/Sprod");
  });

  test("and is in neither file fails with the name of the file that exists", async () => {
    for (const [world, text] of [
      [{ profiles: [base], files }, '~/.aliyun/config.json has no profile "gone"'],
      [{ profiles: [base] }, '~/.aliyun/config.json has no profile "gone"'],
      [{ files }, "section gone of ~/.alibabacloud/credentials does not exist"],
      [{}, "~/.aliyun/config.json does not exist"],
    ] as const) {
      const { answer } = await resolveOnce(sdkDefault({ profile: "gone" }), hostOf(world));
      expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
      expect(answer).toHaveProperty("error.message", expect.stringContaining(text));
    }
  });
});

test("a failure of the INI file is listed once", async () => {
  const broken = { "/home/test/.alibabacloud/credentials": "[default]\n" };
  const { answer } = await resolveOnce(sdkDefault(), hostOf({ files: broken }));
  const { message } = (answer as { error: Error }).error;
  expect(message.match(/has no type/g)).toHaveLength(1);
  expect(message.match(/The sources answered/g)).toHaveLength(1);
});

test("the trace shows what the INI file would have answered", async () => {
  const host = hostOf({ profiles: [{ ...base, name: "prod" }], files });
  const resolver = refreshing(sdkDefault({ profile: "prod" }), { host });
  const { children } = await resolver.explain();
  resolver.close();
  expect(children[2]).toMatchObject({
    source: "profile-files",
    outcome: "credentials",
    children: [
      { source: "shared-config", outcome: "credentials" },
      { source: "ini-profile", outcome: "credentials", shadowed: true },
    ],
  });
});

test("what is no metadata service does not keep the default chain from the credentials URI", async () => {
  const world = hostOf({ env: { ALIBABA_CLOUD_CREDENTIALS_URI: "https://a.uri.test/" } });
  const host: typeof world = {
    ...world,
    fetch: (url, init) =>
      url.includes("100.100.100.200")
        ? Promise.resolve(new Response("", { status: 404 }))
        : world.fetch(url, init),
  };
  expect(await identityOf(sdkDefault(), host)).toBe("uri:a");
});

test("a duration of the INI file that is no number is an error, as in config.json", async () => {
  const role = `${section("default")}role_arn = acs:ram::1:role/r\nrole_session_expiration = 1h\n`;
  const text = role.replace("access_key", "ram_role_arn");
  const { answer } = await resolveOnce(
    sdkDefault(),
    hostOf({ files: { "/home/test/.alibabacloud/credentials": text } }),
  );
  expect(answer).toMatchObject({ outcome: "failed", error: { code: "INVALID_CONFIGURATION" } });
  expect(answer).toHaveProperty("error.message", expect.stringMatching(/expired_seconds: is not .*900/));
});

test.each([
  [{ profile: 7 }, "profile"],
  [{ configFile: "" }, "configFile"],
  [{ modes: [null] }, "modes"],
])("the presets refuse %j at once", (options, name) => {
  for (const make of [sdkDefault, aliyunCli])
    expect(() => make(options as never)).toThrowError(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(`${name}: is `) }),
    );
});

test("two providers of one mode are refused by the presets too", () => {
  const mine = { mode: "ak", source: () => refreshing(sdkDefault(), { host: hostOf({}) }) };
  for (const make of [sdkDefault, aliyunCli])
    expect(() => make({ modes: [...allModes, mine] })).toThrowError(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining('"ak"') }),
    );
});
