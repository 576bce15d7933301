import { sourceContract } from "@alicred/conformance";
import type { CredentialSource } from "@alicred/core";
import { describe, test } from "vitest";
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
  });
  for (const check of checks) test(check.name, check.run);
});
