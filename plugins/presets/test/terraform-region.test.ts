import { resolveOnce } from "@alicred/conformance";
import { describe, expect, test } from "vitest";
import { terraform, terraformRegion } from "../src/terraform/mod.ts";
import { profileOf } from "./profiles.ts";
import { hostOf } from "./world.ts";

const key = { access_key: "K", secret_key: "canary-secret" };
const role = "acs:ram::1:role/r";

describe("the region", () => {
  const profiles = profileOf("AK");

  test.each([
    ["the block", { region: "cn-hangzhou" }, { ALICLOUD_REGION: "cn-a" }, "cn-hangzhou"],
    ["ALICLOUD_REGION", {}, { ALICLOUD_REGION: "cn-a", ALIBABA_CLOUD_REGION: "cn-b" }, "cn-a"],
    ["ALIBABA_CLOUD_REGION", { profile: "p" }, { ALIBABA_CLOUD_REGION: "cn-b" }, "cn-b"],
    ["the profile", { profile: "p" }, {}, "cn-shanghai"],
    ["the profile of a variable", {}, { ALICLOUD_PROFILE: "p" }, "cn-shanghai"],
    ["the default, for a profile without one", { profile: "base" }, {}, "cn-beijing"],
    ["the default, without a profile", {}, {}, "cn-beijing"],
  ])("comes from %s", async (_from, block, env, expected) => {
    const region = await terraformRegion(block, hostOf({ profiles, current: "p", env: { ...env } }));
    expect(region.value).toBe(expected);
  });

  test.each([
    ["no file", undefined],
    ["a file that is not JSON", "{"],
    ["a file of something else", "[]"],
  ])("is the default with %s", async (_what, text) => {
    const files = text === undefined ? {} : { "/home/test/.aliyun/config.json": text };
    expect(await terraformRegion({ profile: "p" }, hostOf({ files }))).toMatchObject({ value: "cn-beijing" });
  });

  test("names the STS that is called, unless the block does", async () => {
    const urls: string[] = [];
    const host = hostOf({});
    const listening: typeof host = {
      ...host,
      fetch: (url, init) => {
        urls.push(new URL(url).host);
        return host.fetch(url, init);
      },
    };
    const block = { ...key, assume_role: { role_arn: role } };
    await resolveOnce(terraform({ ...block, region: "cn-hangzhou" }), listening);
    await resolveOnce(terraform({ ...block, endpoints: { sts: "sts.test" } }), listening);
    expect(urls).toEqual(["sts.cn-hangzhou.aliyuncs.com", "sts.test"]);
  });
});
