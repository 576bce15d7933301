import { resolveOnce } from "@alicred/conformance";
import { iniProfile } from "@alicred/ini-profile";
import { sharedConfig } from "@alicred/shared-config";
import { expect, test } from "vitest";
import { allModes } from "../src/mod.ts";
import { hostOf } from "./world.ts";

const KEY = { access_key_id: "LTAIa", access_key_secret: "canary-secret", sts_token: "canary-token" };

test.each([
  ["AK", "access_key_id"],
  ["AK", "access_key_secret"],
  ["StsToken", "sts_token"],
  ["RamRoleArn", "access_key_secret"],
])("a stray line end in a profile of mode %s is an error that names profile and %s", async (mode, field) => {
  const profile = { name: "p", mode, ...KEY, ram_role_arn: "acs:ram::1:role/r", [field]: "canary-5ecret\n" };
  const source = sharedConfig({ modes: allModes });
  const { answer, trace } = await resolveOnce(source, hostOf({ profiles: [profile], current: "p" }));
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      name: "ConfigurationError",
      code: "INVALID_CONFIGURATION",
      retryable: false,
      message: `profile "p": ${field}: is missing or not printable ASCII without spaces.`,
    },
  });
  expect(JSON.stringify([answer, trace])).not.toContain("canary");
});

test("a space in a key of the INI file is such an error too", async () => {
  const text = "[default]\ntype = access_key\naccess_key_id = LTAIa\naccess_key_secret = canary 5ecret\n";
  const files = { "/home/test/.alibabacloud/credentials": text };
  const { answer } = await resolveOnce(iniProfile({ modes: allModes }), hostOf({ files }));
  const message = 'profile "default": access_key_secret: is missing or not printable ASCII without spaces.';
  expect(answer).toMatchObject({ error: { code: "INVALID_CONFIGURATION", retryable: false, message } });
});
