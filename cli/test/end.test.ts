import { execFile, type StdioOptions, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { homeFolder, startCommand } from "./support/real-command.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

// Windows has no such pipes.
describe.skipIf(process.platform === "win32")("the command ends when it says so", () => {
  let folder: string;
  let pipe: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alicred-end-"));
    pipe = join(folder, "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** How a run ended, and what it printed last of all. */
  function run(...args: readonly string[]): Promise<{ end: unknown; stderr: string }> {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    return new Promise((resolve) =>
      child.on("close", (code, signal) => resolve({ end: code ?? signal, stderr })),
    );
  }

  test("although its file is a pipe into which nobody writes", async () => {
    const { end, stderr } = await run("--import", "tsx", main, "resolve", "--config-file", pipe);
    expect(end).toBe(1);
    expect(stderr).toContain("FILE_UNREADABLE");
    expect(stderr).toContain(`${pipe} is a pipe into which nobody writes`);
  });

  test("although a call of the system never returns", async () => {
    const blocker = join(folder, "blocker.cjs");
    await writeFile(blocker, `require("node:fs").open(${JSON.stringify(pipe)}, "r", () => {});`);
    const missing = join(folder, "missing.json");
    const { end, stderr } = await run("--import", "tsx", "-r", blocker, main, "resolve", "-c", missing);
    expect(stderr).toContain("alicred: ");
    // Before 22.15 Node cannot leave its threads and keep the exit code. Only its main thread can, so another process says.
    const { stdout } = await promisify(execFile)(process.execPath, ["-p", '"execve" in process']);
    expect(end).toBe(stdout.trim() === "true" ? 2 : "SIGKILL");
  });
});

// Windows has no such device.
describe.skipIf(!existsSync("/dev/full"))("a full disk is told in one line", () => {
  test.each([
    ["--help"],
    ["--version"],
    ["exec --help"],
    ["help formats"],
    ["help environment"],
    ["completion bash"],
    ["shell zsh"],
    ["time"],
    ["resolve --format env"],
    ["profiles list --json"],
  ])("alicred %s", async (line) => {
    const output = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(output));
    const home = homeFolder();
    const more = { ALICRED_EXPIRATION: "2999-01-01T00:00:00Z" };
    const stdio: StdioOptions = ["ignore", output, "pipe"];
    const { code, stderr } = await startCommand(home, line.split(" "), { more, stdio }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "alicred: standard output cannot be written (ENOSPC).\n",
    });
  });
});

test("messages that nobody reads end no work: the exit code is that of the work", async () => {
  const { child, ended } = startCommand(homeFolder(), ["profiles", "list"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr?.destroy();
  expect(await ended).toMatchObject({ code: 0 });
});
