import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createProgram } from "../src/mod.ts";
import { runInProcess } from "./support/in-process.ts";

// The screens in the READMEs are those that the command prints. To rewrite them: npx vitest run cli/test/readme.test.ts -u

vi.setConfig({ testTimeout: 60_000 });

const READMES = ["../README.md", "../../README.md"];
const PROFILES = [
  { name: "prod", mode: "AK", access_key_id: "LTAI5tExampleKey9xQ2", access_key_secret: "secret" },
  {
    name: "production",
    mode: "RamRoleArn",
    source_profile: "prod",
    ram_role_arn: "acs:ram::123456789012:role/deploy",
    ram_session_name: "alice",
  },
];

/** The content of a block: its commands, each with its output. */
async function screen(commands: readonly string[]): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "alicred-readme-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(join(home, ".aliyun"));
  const profiles = PROFILES.map((profile) => ({ ...profile, region_id: "cn-hangzhou" }));
  writeFileSync(join(home, ".aliyun/config.json"), JSON.stringify({ current: "prod", profiles }));
  const env: Record<string, string> = { HOME: home, USERPROFILE: home };
  const shown: string[] = [];
  for (const command of commands) {
    shown.push(`$ ${command}\n`);
    const [program, ...words] = command.split(" ");
    if (program === "export") {
      for (const word of words) env[word.split("=")[0] ?? ""] = word.split("=")[1] ?? "";
      continue;
    }
    const { stdout, stderr } = await runInProcess(words, env, createProgram());
    // The durations of a trace, and the temporary home.
    shown.push((stdout + stderr).replaceAll(/\(\d+ ms\)/g, "(1 ms)").replaceAll(home, "/home/alice"));
  }
  return shown.join("");
}

test.each(READMES)("%s shows what the command prints", async (file) => {
  const readme = readFileSync(new URL(file, import.meta.url), "utf8");
  const blocks = [...readme.matchAll(/^```console\n([\s\S]*?)^```$/gm)];
  expect(blocks.length).toBeGreaterThan(0);
  let written = readme;
  for (const [block, text = ""] of blocks) {
    const commands = [...text.matchAll(/^\$ (.*)$/gm)].map(([, command = ""]) => command);
    const fresh = `\`\`\`console\n${await screen(commands)}\`\`\``;
    written = written.replace(block, () => fresh);
  }
  await expect(written).toMatchFileSnapshot(file);
});
