import { createTestHost, createTestProfile, pluginContract, resolveOnce } from "@alicred/conformance";
import { chain } from "@alicred/core";
import { staticCredentials } from "@alicred/static";
import { describe, expect, test } from "vitest";
import { anonymous, anonymousMode, anonymousPlugin } from "../src/mod.ts";

describe("contract of the plugin", () => {
  const checks = pluginContract(anonymousPlugin, {
    options: {},
    modes: { Anonymous: { fields: { access_key_secret: "canary-secret" } } },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("the plugin offers its mode", () => {
  expect(anonymousPlugin.profileModes).toEqual([anonymousMode]);
  expect(anonymousMode.mode).toBe("Anonymous");
  expect(anonymousMode.fields).toBeUndefined();
});

const profile = createTestProfile({ access_key_id: "LTAIa", access_key_secret: "canary-secret" });

test.each([
  ["a profile", anonymousMode.source(profile), 'profile "p"'],
  ["the source", anonymous(), "the source anonymous"],
  ["the plugin's source", anonymousPlugin.source({}), "the source anonymous"],
])("%s has no access key, and lets no other identity slip in", async (_name, source, what) => {
  const other = staticCredentials({ accessKeyId: "LTAIother", accessKeySecret: "s" });
  const { answer, trace } = await resolveOnce(chain([source, other]), createTestHost());
  expect(answer).toMatchObject({
    outcome: "failed",
    error: {
      name: "ConfigurationError",
      code: "NO_ACCESS_KEY",
      retryable: false,
      source: "anonymous",
      message: expect.stringContaining(`There are no credentials, by design: ${what} is anonymous.`),
    },
  });
  expect(trace.children).toHaveLength(1);
  expect(trace.children[0]?.supplied).toEqual([{ part: "identity", from: what }]);
  expect(JSON.stringify([answer, trace])).not.toContain("canary");
});
