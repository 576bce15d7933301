import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { command } from "../../../tools/command.ts";
import { binPath, rootDir } from "../../../tools/workspace.ts";

const program = fileURLToPath(new URL("program.ts", import.meta.url));
const KEY = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const HINT = "or it may not be read: run Deno with --allow-env for it";

async function runByDeno(
  permissions: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  for (const [name, value] of Object.entries({ ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true", ...env }))
    vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const args = ["run", "--quiet", "--no-prompt", "--allow-read", "--deny-net", ...permissions, program];
  return (await command(binPath("deno"), args, { cwd: rootDir })).trim();
}

test("without permission for a variable that is set, the error says how to give it", async () => {
  const output = await runByDeno(["--allow-env=ALIBABA_CLOUD_ECS_METADATA_DISABLED"], {
    [KEY]: "LTAIcanary",
  });
  expect(output).toContain(`env: not configured (looked for environment variable ${KEY} (${HINT}))`);
  expect(output).not.toContain("canary");
});

test("with it the error says nothing of permissions, and a key that is set is found", async () => {
  const output = await runByDeno(["--allow-env"], {});
  expect(output).toContain(`env: not configured (looked for environment variable ${KEY})`);
  expect(output).not.toContain("--allow-env");
  const key = { [KEY]: "LTAIfound", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };
  expect(await runByDeno(["--allow-env"], key)).toBe("LTAIfound");
});
