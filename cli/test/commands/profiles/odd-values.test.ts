import { expect, test } from "vitest";
import { homeFolder, runCommand } from "../../support/real-command.ts";

/** Valid JSON of which JavaScript can make no text. */
const ODD = { toString: 1 };

const PROFILE = {
  name: "p",
  mode: ODD,
  access_key_id: ODD,
  source_profile: ODD,
  ram_role_arn: ODD,
  region_id: ODD,
  language: ODD,
};

test.each([
  ["profiles", "list"],
  ["profiles", "doctor"],
  ["profiles", "show", "p"],
  ["profiles", "use", "p"],
  ["profiles", "copy", "p", "q"],
  ["profiles", "set", "p", "region_id=cn-beijing"],
  ["profiles", "rename", "p", "q"],
  ["profiles", "rotate", "p", "--yes"],
  ["resolve", "p"],
  ["why", "p"],
  ["why", "--compare"],
  ["whoami", "p"],
  ["exec", "p", "--", "true"],
  ["serve", "p"],
  ["console", "p"],
  ["export", "p"],
  ["login", "p"],
  ["logout", "p"],
])("a profile whose fields hold objects leads to no stack: alicred %s %s", async (...args) => {
  const { stdout, stderr } = await runCommand(homeFolder([PROFILE], "p"), args);
  expect(stdout + stderr).not.toMatch(/TypeError|unexpected error|\n +at /);
});
