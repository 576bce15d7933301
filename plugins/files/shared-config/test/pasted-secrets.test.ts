import { inspect } from "node:util";
import { createTestHost, resolveOnce } from "@alicred/conformance";
import { describe, expect, test } from "vitest";
import { sharedConfig } from "../src/mod.ts";
import { config, FILE, hopMode, key, MODES } from "./support.ts";

const PASTED = [
  ["a document", config([key("p")], "p")],
  ["an INI file", "[default]\ntype = access_key\naccess_key_secret = canary-secret"],
  ["a private key", `-----BEGIN PRIVATE KEY-----\r\ncanary-secret${"A".repeat(64)}`],
  ["a token", `eyJcanary${"x".repeat(300)}`],
] as const;

describe.each(PASTED)("%s where a path or a name belongs is not quoted", (_what, value) => {
  test.each<[string, string, Parameters<typeof ask>[0]]>([
    ["the argument configFile", "argument configFile", { configFile: value }],
    [
      "the variable of the file",
      "environment variable ALIBABA_CLOUD_CONFIG_FILE",
      { env: { ALIBABA_CLOUD_CONFIG_FILE: value } },
    ],
    ["the argument profile", "has no profile", { profile: value }],
    ["the variable of the profile", "has no profile", { env: { ALIBABA_CLOUD_PROFILE: value } }],
    ["the field current", "has no profile", { text: config([key("p")], value) }],
    [
      "a source profile",
      "has no profile",
      { text: config([{ name: "p", mode: hopMode.mode, source_profile: value }], "p") },
    ],
  ])("in %s", async (_where, said, given) => {
    const shown = await ask(given);
    expect(shown).toContain(said);
    expect(shown).toContain("[not shown]");
    expect(shown).not.toContain("canary");
  });

  test("where there are no files", async () => {
    const host = createTestHost({ files: undefined });
    const resolution = await resolveOnce(sharedConfig({ configFile: value, modes: MODES }), host);
    expect(inspect(resolution, { depth: 10 })).not.toContain("canary");
  });
});

test("a file that is missing is named by its path, and by what asked for it", async () => {
  expect(await ask({ configFile: "/etc/none.json", profile: "prod" })).toContain(
    "argument configFile is set, but /etc/none.json does not exist. Check the path, or create it: alicred profiles add NAME",
  );
});

/** All that an application can print of the failure. */
async function ask({
  env = {},
  text = config([key("p")]),
  ...options
}: {
  readonly env?: Record<string, string>;
  readonly text?: string;
  readonly profile?: string;
  readonly configFile?: string;
}): Promise<string> {
  const host = createTestHost({ env, files: { [FILE]: text } });
  const resolution = await resolveOnce(sharedConfig({ modes: MODES, ...options }), host);
  expect(resolution.answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_NOT_FOUND" } });
  return inspect(resolution, { depth: 10 });
}
