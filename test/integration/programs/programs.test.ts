import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { binPath, rootDir } from "../../../tools/workspace.ts";

const program = fileURLToPath(new URL("program.ts", import.meta.url));
const RUNTIMES: Record<string, readonly [string, ...string[]]> = {
  node: [process.execPath, "--import", "tsx"],
  deno: [binPath("deno"), "run", "--quiet", "--no-prompt", "--allow-all"],
  "deno that may run just this": [
    binPath("deno"),
    "run",
    "--quiet",
    "--no-prompt",
    "--allow-env",
    `--allow-run=${process.execPath}`,
  ],
  bun: [binPath("bun")],
};

/** Connects to the test, and ends at its word; the connection ends with it. */
const CHILD = `
  const connection = require("node:net").connect(Number(process.argv[1]), "127.0.0.1");
  connection.on("data", () => connection.end());
`;

interface Family {
  readonly parent: ChildProcess;
  readonly child: Socket;
  readonly childEnd: Promise<unknown>;
  /** The code or signal of the parent's end, and what it printed. */
  readonly parentEnd: Promise<{ readonly by: unknown; readonly stdout: string }>;
}

/** The runtime, once the program that it runs has started. */
async function start(runtime: string, habit: string): Promise<Family> {
  const [file = "", ...args] = RUNTIMES[runtime] ?? [];
  const server = createServer();
  const connected = new Promise<Socket>((resolve) => server.once("connection", resolve));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const port = String((server.address() as AddressInfo).port);
  const argv = [...args, program, habit, process.execPath, "-e", CHILD, "--", port];
  const parent = spawn(file, argv, { cwd: rootDir, stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  parent.stdout?.on("data", (chunk) => (stdout += String(chunk)));
  const parentEnd = new Promise<{ by: unknown; stdout: string }>((resolve) => {
    parent.on("close", (code, signal) => resolve({ by: code ?? signal, stdout }));
  });
  const child = (await connected).on("error", () => undefined);
  const childEnd = new Promise((resolve) => child.on("close", resolve).resume());
  return { parent, child, childEnd, parentEnd };
}

// Windows ends processes without a word to them.
describe.skipIf(process.platform === "win32")("a program ends with the process that started it", () => {
  test.each([
    ["node", "SIGTERM"],
    ["node", "SIGINT"],
    ["node", "SIGHUP"],
    ["deno", "SIGTERM"],
    ["deno that may run just this", "SIGHUP"],
    ["bun", "SIGINT"],
  ] as const)("%s: by %s", async (runtime, signal) => {
    const { parent, parentEnd, childEnd } = await start(runtime, "");
    parent.kill(signal);
    expect((await parentEnd).by).toBe(signal);
    await childEnd;
  });

  test.each(
    ["node", "deno", "bun"].flatMap((runtime) => [
      [runtime, "exits", 3] as const,
      [runtime, "throws", 1] as const,
    ]),
  )("%s: when it %s", async (runtime, habit, code) => {
    const { parent, parentEnd, childEnd } = await start(runtime, habit);
    parent.kill("SIGUSR2");
    expect((await parentEnd).by).toBe(code);
    await childEnd;
  });

  test("a signal that others clean up after ends all of them", async () => {
    const { parent, parentEnd, childEnd } = await start("node", "cleans up");
    parent.kill("SIGTERM");
    const { by, stdout } = await parentEnd;
    expect(by).toBe("SIGTERM");
    // Before the signal comes back to it, the process may see and print that the program has ended.
    expect(stdout).toMatch(/^(\{"exitCode":-1,"stdout":""\}\n)?cleaned up\n$/);
    await childEnd;
  });

  test("a signal that the process handles itself ends neither", async () => {
    const { parent, child, parentEnd } = await start("node", "handles");
    parent.kill("SIGTERM");
    await new Promise((resolve) => parent.stdout?.once("data", resolve));
    child.write("end");
    expect(await parentEnd).toEqual({ by: 0, stdout: 'handled\n{"exitCode":0,"stdout":""}\n' });
  });
});

const hasScript = spawnSync("script", ["--version"]).status === 0;

// `script` of util-linux makes the terminal.
describe.skipIf(!hasScript)("a program can prompt at the terminal when standard input is another", () => {
  test.each(["node", "deno", "bun"])("%s", async (runtime) => {
    const ask = 'printf "code: " > /dev/tty; read answer < /dev/tty; echo "the answer is $answer"';
    const quoted = [...(RUNTIMES[runtime] ?? []), program, "", "sh", "-c", ask]
      .map((word) => `'${word}'`)
      .join(" ");
    const terminal = spawn("script", ["-qec", `${quoted} < /dev/null`, "/dev/null"], { cwd: rootDir });
    let seen = "";
    terminal.stdout.on("data", (chunk) => {
      seen += String(chunk);
      if (seen.endsWith("code: ")) terminal.stdin.write("4711\n");
    });
    await new Promise((resolve) => terminal.on("close", resolve));
    expect(seen).toContain('"stdout":"the answer is 4711\\n"');
  });
});
