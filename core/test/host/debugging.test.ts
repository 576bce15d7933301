import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { debugging, debugLine } from "../../src/host/debugging.ts";
import { nodeHost } from "../../src/host/node.ts";
import {
  type EventListener,
  failed,
  type ResolverEvent,
  refreshing,
  UnavailableError,
} from "../../src/mod.ts";

const hit: ResolverEvent = { type: "hit", source: "a", remainingMs: Number.POSITIVE_INFINITY, depth: 0 };

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a line", () => {
  test("is the type and the fields as JSON", () => {
    expect(debugLine(hit)).toBe('alicred: hit {"source":"a","remainingMs":"Infinity","depth":0}\n');
  });

  test("is one line that cannot move a cursor, whatever a file named", () => {
    const profile = "a\u001b[31m\u009b\u202eb\r\nc\u2028d";
    const line = debugLine({ type: "not-saved", source: "oauth", profile, reason: "r", depth: 0 });
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(line.slice(line.indexOf("{")))).toMatchObject({ profile });
  });
});

describe("the listener", () => {
  const own: EventListener = () => undefined;

  test.each([undefined, "", "0", "false"])("is the program's own while the variable is %j", (value) => {
    const listener = debugging(
      () => value,
      () => undefined,
    );
    expect(listener(own)).toBe(own);
    expect(listener(undefined)).toBeUndefined();
  });

  test("prints, and tells the program as well, whichever of them throws", () => {
    const lines: string[] = [];
    const heard: ResolverEvent[] = [];
    const print = (line: string): void => {
      lines.push(line);
      throw new Error("a closed pipe");
    };
    const hear: EventListener = (event) => {
      heard.push(event);
      throw new Error("a broken logger");
    };
    debugging(() => "1", print)(hear)?.(hit);
    debugging(() => "1", print)(undefined)?.(hit);
    expect([lines.length, heard]).toEqual([2, [hit]]);
  });
});

test("a resolver on the host of Node prints its events, and no secret", async () => {
  vi.stubEnv("ALICRED_DEBUG", "1");
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  const source = {
    name: "vault",
    resolve: async () => failed(new UnavailableError("NETWORK_ERROR", "canary-secret-4711")),
  };
  const resolver = refreshing(source, { host: nodeHost() });
  await expect(resolver.get()).rejects.toThrow();
  resolver.close();
  write.mockRestore();
  expect(lines.map((line) => /^alicred: (\S+) \{/.exec(line)?.[1])).toEqual([
    "refresh-start",
    "attempt",
    "answer",
    "refresh-failure",
    "close",
  ]);
  expect(lines.join("")).not.toContain("canary");
});

describe("a program that knows nothing of it", () => {
  const require = createRequire(import.meta.url);
  const program = fileURLToPath(new URL("debugged-program.ts", import.meta.url));
  const binary = (name: string): string => require.resolve(`${name}/package.json`);

  async function run(argv: readonly string[], debug: string): Promise<{ stdout: string; stderr: string }> {
    const [file = "", ...args] = argv;
    const child = spawn(file, [...args, program], {
      env: { ...process.env, ALICRED_DEBUG: debug, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (texts.stdout += chunk));
    child.stderr.on("data", (chunk) => (texts.stderr += chunk));
    await new Promise((resolve) => child.on("close", resolve));
    return texts;
  }

  const deno = fileURLToPath(new URL("bin.cjs", `file://${binary("deno")}`));
  const bun = fileURLToPath(new URL("bin/bun.exe", `file://${binary("bun")}`));
  test.each([
    ["Node", [process.execPath, "--import", "tsx"]],
    ["Deno", [process.execPath, deno, "run", "--no-lock", "--allow-env"]],
    ["Bun", [bun]],
  ])("prints to standard error on %s, and leaves its output alone", async (_name, argv) => {
    const [plain, debugged] = [await run(argv, ""), await run(argv, "1")];
    expect(plain).toEqual({ stdout: "LTAI5tExample\n", stderr: "" });
    expect(debugged.stdout).toBe(plain.stdout);
    const types = debugged.stderr
      .trim()
      .split("\n")
      .map((line) => /^alicred: (\S+) \{.*\}$/.exec(line)?.[1]);
    expect(types).toEqual(["refresh-start", "attempt", "answer", "refresh-success", "hit", "close"]);
    expect(debugged.stderr).not.toContain("canary");
  });
});
