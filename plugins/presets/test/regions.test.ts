import { resolveOnce } from "@alicred/conformance";
import { expect, test } from "vitest";
import { aliyunCli, aliyunCliRegion, sdkDefault, sdkDefaultRegion } from "../src/mod.ts";
import { profileOf } from "./profiles.ts";
import { hostOf } from "./world.ts";

const profiles = [...profileOf("AK"), { name: "default", mode: "AK" }];

test.each([
  ["the current profile", {}, {}, "cn-shanghai"],
  ["the profile of a variable", {}, { ALICLOUD_PROFILE: "p", REGION: "cn-r" }, "cn-shanghai"],
  [
    "a variable, where the profile has none",
    { profile: "default" },
    { REGION: "cn-r", ALICLOUD_REGION_ID: "cn-a" },
    "cn-a",
  ],
  ["the CLI itself, without profiles", {}, { ALIBABACLOUD_IGNORE_PROFILE: "TRUE" }, "cn-hangzhou"],
  ["an override", { overrides: { region_id: "cn-o" } }, { REGION: "cn-r" }, "cn-o"],
  ["nowhere", { profile: "default" }, {}, undefined],
])("aliyun CLI: the region comes from %s", async (_from, options, env, expected) => {
  const host = hostOf({ profiles, current: "p", env: { ...env } });
  expect((await aliyunCliRegion(options, host))?.value).toBe(expected);
});

test.each([
  ["the current profile", {}, {}, "cn-shanghai"],
  ["the profile that is asked for", { profile: "default" }, {}, undefined],
  ["the profile of the SDKs' variable", {}, { ALIBABA_CLOUD_PROFILE: "default" }, undefined],
  ["no variable of other tools", {}, { ALICLOUD_PROFILE: "default", REGION: "cn-r" }, "cn-shanghai"],
  ["nowhere, where profiles are off", {}, { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" }, undefined],
])("SDKs: the region comes from %s", async (_from, options, env, expected) => {
  const host = hostOf({ profiles, current: "p", env: { ...env } });
  expect((await sdkDefaultRegion(options, host))?.value).toBe(expected);
});

const key = (name: string, region_id: string): Record<string, string> => ({
  name,
  mode: "AK",
  access_key_id: `LTAI${name.trim()}`,
  access_key_secret: "s",
  region_id,
});
const two = [key("prod", "cn-beijing"), key("default", "cn-hangzhou")];
const ENV_KEY = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };

// The identity and the region come from one look at one file.
test.each([
  ["the current profile", { profiles: two, current: "prod" }, "LTAIprod", "cn-beijing"],
  ["no current", { profiles: two }, "LTAIdefault", "cn-hangzhou"],
  ["blanks around the current", { profiles: two, current: " prod " }, "failed", undefined],
  ["a blank current", { profiles: two, current: " " }, "failed", undefined],
  [
    "a current with blanks that are its name's",
    { profiles: [...two, key(" prod ", "cn-blank")], current: " prod " },
    "LTAIprod",
    "cn-blank",
  ],
  [
    "two of one name",
    { profiles: [...two, { ...key("prod", "cn-second"), access_key_id: "LTAIsecond" }], current: "prod" },
    "LTAIprod",
    "cn-beijing",
  ],
])("credentials and region are those of one profile: %s", async (_what, world, id, region) => {
  for (const [source, regionOf] of [
    [sdkDefault(), sdkDefaultRegion],
    [aliyunCli(), aliyunCliRegion],
  ] as const) {
    const host = hostOf(world);
    let reads = 0;
    const counting = {
      ...host,
      files: {
        readText: async (path: string, maxBytes: number) => {
          if (path.endsWith("config.json")) reads += 1;
          return host.files?.readText(path, maxBytes);
        },
      },
    };
    const { answer } = await resolveOnce(source, counting);
    expect(reads).toBe(1);
    expect((await regionOf({}, host))?.value).toBe(region);
    if (answer.outcome !== "credentials") expect(answer.outcome).toBe(id);
    else expect([answer.credentials.accessKeyId, answer.region]).toEqual([id, region]);
  }
});

test("a key of the environment comes without the region of a profile that it beat, or that is switched off", async () => {
  for (const env of [ENV_KEY, { ...ENV_KEY, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" }]) {
    const { answer } = await resolveOnce(sdkDefault(), hostOf({ profiles: two, current: "prod", env }));
    expect(answer).toMatchObject({ credentials: { accessKeyId: "LTAIenv" } });
    expect(answer).not.toHaveProperty("region");
  }
});

test("a role that leads to another profile has its own region, not that profile's", async () => {
  const role = {
    ...{ name: "role", mode: "ChainableRamRoleArn", source_profile: "prod" },
    ...{ ram_role_arn: "acs:ram::1:role/r", region_id: "cn-role" },
  };
  const { answer } = await resolveOnce(sdkDefault(), hostOf({ profiles: [...two, role], current: "role" }));
  expect(answer).toMatchObject({ outcome: "credentials", region: "cn-role" });
});
