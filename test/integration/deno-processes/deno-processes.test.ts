import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { command } from "../../../tools/command.ts";
import { binPath, rootDir } from "../../../tools/workspace.ts";

// Connects to the test, so that its end shows there, and starts itself once more.
const FAMILY = `
  const [source, port, isChild] = process.argv.slice(1);
  require("node:net").connect(Number(port), "127.0.0.1");
  if (!isChild) {
    require("node:child_process").spawn(process.execPath, ["-e", source, "--", source, port, "child"], { stdio: "ignore" });
  }
`;

interface Limits {
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly abortAfterMs?: number;
}

async function runByDeno(limits: Limits, ...argv: readonly string[]): Promise<unknown> {
  const program = fileURLToPath(new URL("program.ts", import.meta.url));
  const given = JSON.stringify({ timeoutMs: 60_000, maxBytes: 1_000, ...limits });
  const args = ["run", "--quiet", "--allow-all", program, given, ...argv];
  return JSON.parse(await command(binPath("deno"), args, { cwd: rootDir }));
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
  expect(await runByDeno({}, ...argv)).toEqual(result);
});

test.each<[string, Limits, string]>([
  ["the time is over", { timeoutMs: 3_000 }, "PROCESS_FAILED"],
  ["the caller aborts", { abortAfterMs: 3_000 }, "TimeoutError"],
])("Deno ends a program and its children when %s", { timeout: 30_000 }, async (_name, limits, failure) => {
  const ends: Promise<unknown>[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    ends.push(new Promise((resolve) => socket.on("close", resolve).resume()));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const result = await runByDeno(limits, process.execPath, "-e", FAMILY, "--", FAMILY, String(port));
  expect(result).toMatchObject({ failure });
  expect(ends).toHaveLength(2);
  await Promise.all(ends);
});
