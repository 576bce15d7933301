import { createTestHost } from "@alicred/conformance";
import { type CredentialSource, refreshing } from "@alicred/core";
import { expect, test } from "vitest";
import { aliyunCli } from "../src/aliyun-cli/mod.ts";
import { edge } from "../src/edge.ts";
import { sdkDefault } from "../src/sdk-default/mod.ts";
import { terraform } from "../src/terraform/mod.ts";

// Function platforms renew the session in the variables of a running program: every preset notices within 5 minutes.

const presets: readonly (readonly [string, CredentialSource])[] = [
  ["terraform", terraform({})],
  ["terraform by the provider's code", terraform({}, { compat: "provider" })],
  ["terraform with half of the key in the block", terraform({ access_key: "STS.a" }, { compat: "provider" })],
  ["sdk-default", sdkDefault()],
  ["aliyun-cli", aliyunCli()],
  ["edge", edge()],
];

test.each(presets)("%s", async (_name, source) => {
  const env: Record<string, string> = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: "STS.a",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
    ALIBABA_CLOUD_SECURITY_TOKEN: "first",
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
  };
  const standing = createTestHost();
  let nowMs = standing.clock.now();
  const clock = { ...standing.clock, now: () => nowMs };
  const resolver = refreshing(source, { host: { ...standing, clock, env: (name: string) => env[name] } });
  expect(await resolver.get()).toHaveProperty("securityToken", "first");
  env["ALIBABA_CLOUD_SECURITY_TOKEN"] = "second";
  nowMs += 301_000;
  // The first call may be answered while the variables are read behind it.
  await resolver.get();
  await standing.settled();
  expect(await resolver.get()).toHaveProperty("securityToken", "second");
});
