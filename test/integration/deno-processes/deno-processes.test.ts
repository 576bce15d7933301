import { spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { binPath, rootDir } from "../../../tools/workspace.ts";

// Connects to the test, so that its end shows there, and starts itself once more.
const FAMILY = `
  const [source, port, isChild] = process.argv.slice(1);
  require("node:net").connect(Number(port), "127.0.0.1");
  if (!isChild) {
    require("node:child_process").spawn(process.execPath, ["-e", source, "--", source, port, "child"], { stdio: "ignore" });
  }
`;

type Ending = "time" | "abort";

/** Runs a program by Deno; with an ending, the time is over or the caller aborts as soon as `ready` resolves. */
async function runByDeno(
  argv: readonly string[],
  ending?: Ending,
  ready?: Promise<unknown>,
): Promise<unknown> {
  const program = fileURLToPath(new URL("program.ts", import.meta.url));
  const limits = JSON.stringify({ timeoutMs: 60_000, maxBytes: 1_000, ending });
  const args = ["run", "--quiet", "--allow-all", program, limits, ...argv];
  const child = spawn(binPath("deno"), args, { cwd: rootDir, stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  void ready?.then(() => child.stdin.write("now"));
  return JSON.parse(await text(child.stdout));
}

const node = (script: string): readonly string[] => [process.execPath, "-e", script];

test.each([
  [
    "its end",
    node('process.stdout.write("d\\u00e9j\\u00e0"); process.exitCode = 7'),
    { exitCode: 7, stdout: "déjà" },
  ],
  [
    "too much output",
    node("for (;;) console.log('x'.repeat(100))"),
    { failure: "PROCESS_FAILED", message: expect.stringContaining("printed more than 1000 bytes") },
  ],
  [
    "no program",
    ["/no/such/program"],
    { failure: "PROCESS_FAILED", message: expect.stringContaining("cannot be started (ENOENT)") },
  ],
])("Deno reports %s", async (_name, argv, result) => {
  expect(await runByDeno(argv)).toEqual(result);
});

test.each([
  ["the time is over", "time", { failure: "PROCESS_FAILED", message: expect.stringContaining("60000 ms") }],
  ["the caller aborts", "abort", { failure: "Error", message: "enough" }],
] as const)("Deno ends a program and its children when %s", async (_name, ending, failure) => {
  const ends: Promise<unknown>[] = [];
  const server = createServer();
  const bothRun = new Promise<void>((resolve) => {
    server.on("connection", (socket) => {
      socket.on("error", () => undefined);
      if (ends.push(new Promise((end) => socket.on("close", end).resume())) === 2) resolve();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const argv = [process.execPath, "-e", FAMILY, "--", FAMILY, String(port)];
  expect(await runByDeno(argv, ending, bothRun)).toEqual(failure);
  await Promise.all(ends);
});
