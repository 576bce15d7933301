import { resolveOnce, sourceContract } from "@alicred/conformance";
import type { CredentialSource } from "@alicred/core";
import { staticPlugin } from "@alicred/static";
import { describe, expect, test } from "vitest";
import { aliyunCli, edge, sdkDefault, terraform, terraformHttp } from "../src/mod.ts";
import { hostOf } from "./world.ts";

const id = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIcontract" };
const whole = { ...id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "canary-secret" };

describe.each<[string, () => CredentialSource]>([
  ["terraform", terraform],
  ["terraform, the provider's way", () => terraform({}, { compat: "provider" })],
  ["terraformHttp", terraformHttp],
  ["sdkDefault", sdkDefault],
  ["aliyunCli", aliyunCli],
  ["edge", edge],
])("%s keeps the contract of sources", (_name, make) => {
  const checks = sourceContract({
    unset: () => ({ source: make(), host: hostOf({}) }),
    partial: () => ({ source: make(), host: hostOf({ env: id }) }),
    complete: () => ({ source: make(), host: hostOf({ env: whole }) }),
    secrets: ["canary-secret"],
    harmless: /^PUT .*\/latest\/api\/token$/,
  });
  for (const check of checks) test(check.name, check.run);
});

const profile = "contract";

describe.each<[string, (modes: never) => CredentialSource]>([
  ["terraform", (modes) => terraform({ profile }, { modes })],
  ["sdkDefault", (modes) => sdkDefault({ profile, modes })],
  ["aliyunCli", (modes) => aliyunCli({ profile, modes })],
])("%s", (_name, make) => {
  test("takes plugins for the modes of profiles", async () => {
    const key = { mode: "AK", access_key_id: "LTAIcontract", access_key_secret: "canary-secret" };
    const files = {
      "/home/test/.aliyun/config.json": JSON.stringify({ profiles: [{ name: profile, ...key }] }),
    };
    const { answer } = await resolveOnce(make([staticPlugin] as never), hostOf({ files }));
    expect(answer).toMatchObject({ credentials: { accessKeyId: "LTAIcontract" } });
  });

  test("refuses what is neither a plugin nor a mode", () => {
    const refusal = expect.objectContaining({ code: "INVALID_OPTION" });
    expect(() => make([{ mode: "canary" }] as never)).toThrow(refusal);
  });
});
