import { expect, test } from "vitest";
import { aliyunCliRegion, sdkDefaultRegion } from "../src/mod.ts";
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
])("SDKs: the region comes from %s", async (_from, options, env, expected) => {
  const host = hostOf({ profiles, current: "p", env: { ...env } });
  expect((await sdkDefaultRegion(options, host))?.value).toBe(expected);
});
