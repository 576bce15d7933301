import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** A program that says which process it is, and does not end. */
const HELPER = `import { writeFileSync } from "node:fs";
writeFileSync(process.argv[2], String(process.pid));
setInterval(() => 0, 1000);
`;

// Windows has no signal that a program could handle before it ends.
describe.skipIf(process.platform === "win32")("a command that is ended leaves no program behind", () => {
  test.each([
    ["its own profile's", "slow"],
    ["the one below a role", "role"],
    ["the one below two roles", "roles"],
  ])("%s", async (_whose, profile) => {
    const folder = await mkdtemp(join(tmpdir(), "alicred-signal-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const [pidFile, configFile] = [join(folder, "pid"), join(folder, "config.json")];
    await writeFile(join(folder, "helper.mjs"), HELPER);
    const role = { mode: "ChainableRamRoleArn", ram_role_arn: "acs:ram::1000000000000001:role/admin" };
    const command = `${process.execPath} ${join(folder, "helper.mjs")} ${pidFile}`;
    const profiles = [
      { name: "slow", mode: "External", process_command: command },
      { ...role, name: "role", source_profile: "slow" },
      { ...role, name: "roles", source_profile: "role" },
    ];
    await writeFile(configFile, JSON.stringify({ profiles }));
    const args = ["--import", "tsx", main, "resolve", "--profile", profile, "--config-file", configFile];
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
    const pid = await vi.waitFor(() => readNumber(pidFile), { timeout: 30_000 });
    onTestFinished(() => endIfRunning(pid));
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 30_000 });
  });
});

/** The file may be there before its text is; and a signal for process 0 is one for this group of processes. */
async function readNumber(file: string): Promise<number> {
  const text = await readFile(file, "utf8");
  if (text === "") throw new Error("nothing is written yet");
  return Number(text);
}

/** Used only if the test fails: the program would run forever. */
function endIfRunning(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, as it should.
  }
}
