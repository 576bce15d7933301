import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

// Each run starts a program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

// Windows has no signal that a program could handle before it ends.
test.skipIf(process.platform === "win32")("ends the program that it waits for when it is ended", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alicred-signal-"));
  const [pidFile, configFile] = [join(folder, "pid"), join(folder, "config.json")];
  const script = `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => 0, 1000)`;
  await writeFile(join(folder, "helper.cjs"), script);
  const command = `${process.execPath} ${join(folder, "helper.cjs")}`;
  const profiles = [{ name: "slow", mode: "External", process_command: command }];
  await writeFile(configFile, JSON.stringify({ profiles }));
  const args = ["--import", "tsx", main, "resolve", "--profile", "slow", "--config-file", configFile];
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
  const pid = await vi.waitFor(() => readNumber(pidFile), { timeout: 30_000 });
  child.kill("SIGTERM");
  expect(await ended).toBe("SIGTERM");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 30_000 });
  await rm(folder, { recursive: true });
});

/** The file may be there before its text is; and a signal for process 0 is one for this group of processes. */
async function readNumber(file: string): Promise<number> {
  const text = await readFile(file, "utf8");
  if (text === "") throw new Error("nothing is written yet");
  return Number(text);
}
