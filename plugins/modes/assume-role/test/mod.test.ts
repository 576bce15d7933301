import { pluginContract } from "@alicred/conformance";
import { describe, test } from "vitest";
import { assumeRolePlugin } from "../src/mod.ts";
import { ADMIN, bench } from "./support.ts";

describe("contract of the plugin", () => {
  const { alice } = bench();
  const key = { access_key_id: "LTAIexample", access_key_secret: "canary-secret" };
  const role = { ram_role_arn: ADMIN, ram_session_name: "job" };
  const checks = pluginContract(assumeRolePlugin, {
    options: { from: alice, roleArn: ADMIN },
    refused: [
      { roleArn: ADMIN },
      { from: alice, roleArn: "canary-role" },
      { from: alice, roleArn: ADMIN, policy: "canary-policy" },
    ],
    modes: {
      RamRoleArn: {
        fields: { ...key, ...role },
        refused: [role, key, { ...key, ...role, policy: "canary-policy" }],
      },
      ChainableRamRoleArn: {
        fields: { source_profile: "base", ...role },
        refused: [role, { source_profile: "base", ram_role_arn: "canary-role" }],
      },
      RamRoleArnWithRoleName: {
        fields: { ram_role_name: "ecs-app", ...role },
        refused: [{}, { ...role, expired_seconds: "canary-time" }],
      },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});
