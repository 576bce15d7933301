import { spawn } from "node:child_process";
import { describe, expect, it, vi } from "vitest";
import { nodeHost } from "../../src/host/node.ts";
import type { Processes } from "../../src/mod.ts";
import { CANARY, renderings } from "../support/canary.ts";
import { rejection } from "../support/outcome.ts";

vi.mock("node:child_process", async (original) => {
  const childProcess = await original<typeof import("node:child_process")>();
  return { ...childProcess, spawn: vi.fn(childProcess.spawn) };
});

const { processes } = nodeHost();
const ENDLESS = "setInterval(() => {}, 1_000)";
const LIMITS = { timeoutMs: 20_000, maxBytes: 65_536 };

function node(
  script: string,
  options: Partial<Parameters<Processes["run"]>[1]> = {},
): ReturnType<Processes["run"]> {
  if (processes === undefined) throw new Error("The host has no processes.");
  return processes.run([process.execPath, "-e", script], { ...LIMITS, ...options });
}

describe("processes of the node host", () => {
  it("give exit code and standard output", async () => {
    expect(await node('process.stdout.write("dé" + "jà\\n"); process.exitCode = 7')).toEqual({
      exitCode: 7,
      stdout: "déjà\n",
    });
    expect(await node("")).toEqual({ exitCode: 0, stdout: "" });
  });

  it("get their arguments as they are, without a shell", async () => {
    const args = ["$HOME", "a b", "`id`", ";", "*", '"', "'", ""] as const;
    const script = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
    const result = await processes?.run([process.execPath, "-e", script, "--", ...args], LIMITS);
    expect(JSON.parse(result?.stdout ?? "")).toEqual(args);
  });

  it("that a signal ended have no exit code of success", async () => {
    const { exitCode } = await node('process.kill(process.pid, "SIGKILL")');
    expect(exitCode).toBe(-1);
  });

  it("that do not exist cannot be started", async () => {
    const error = await rejection(processes?.run(["/no/such/program"], LIMITS) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "PROCESS_FAILED", systemCode: "ENOENT", retryable: false });
    expect(error.message).toBe(
      "The program cannot be started (ENOENT). Check the command; no shell reads it.",
    );
  });

  it("are ended for printing too much, and what they printed is shown nowhere", async () => {
    const script = `setInterval(() => process.stdout.write("${CANARY}".repeat(1000)), 1)`;
    const error = await rejection(node(script, { maxBytes: 10_000 }));
    expect(error).toMatchObject({ code: "PROCESS_FAILED", retryable: true });
    expect(error.message).toContain("printed more than 10000 bytes and was ended");
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("may print exactly as much as the limit", async () => {
    expect((await node('process.stdout.write("x".repeat(100))', { maxBytes: 100 })).stdout).toHaveLength(100);
    await rejection(node('process.stdout.write("x".repeat(101))', { maxBytes: 100 }));
  });

  it("start not at all when the signal has aborted before", async () => {
    const reason = new Error("too late");
    expect(await rejection(node("", { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it.each([
    ["a zero byte", "a\0b", "ERR_INVALID_ARG_VALUE"],
    ["too long an argument", "x".repeat(2_000_000), "E2BIG"],
  ])("that the system refuses at once cannot be started: %s", async (_, argument, systemCode) => {
    const error = await rejection(processes?.run([process.execPath, argument], LIMITS) ?? Promise.resolve());
    expect(error).toMatchObject({
      name: "AlicredError",
      code: "PROCESS_FAILED",
      systemCode,
      retryable: false,
    });
    expect(error.message).toContain(`cannot be started (${systemCode})`);
  });

  it.each([
    ["EACCES", false],
    ["EAGAIN", true],
    ["EMFILE", true],
  ])("that cannot be started for %s: retryable is %s", async (code, retryable) => {
    vi.mocked(spawn).mockImplementationOnce(() => {
      throw Object.assign(new Error(`spawn ${code}`), { code });
    });
    const error = await rejection(processes?.run(["login"], LIMITS) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "PROCESS_FAILED", systemCode: code, retryable });
  });

  it.each(["login.cmd", "C:\\tools\\LOGIN.BAT"])("that need cmd.exe say so: %s", async (file) => {
    vi.mocked(spawn).mockImplementationOnce(() => {
      throw Object.assign(new Error("spawn EINVAL"), { code: "EINVAL" });
    });
    const error = await rejection(processes?.run([file, CANARY], LIMITS) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "PROCESS_FAILED", systemCode: "EINVAL", retryable: false });
    expect(error.message).toBe(
      "The program cannot be started (EINVAL). A .cmd or .bat file needs cmd.exe: write cmd.exe /c before it.",
    );
  });

  it("are over when they end, whatever they leave in the background", async () => {
    const background = "setTimeout(() => {}, 60_000)";
    const script = `
      const { spawn } = require("node:child_process");
      const stdio = ["ignore", "inherit", "ignore"];
      const { pid } = spawn(process.execPath, ["-e", ${JSON.stringify(background)}], { stdio, detached: true });
      process.stdout.write(JSON.stringify({ pid, text: "x".repeat(60_000) }), () => process.exit());
    `;
    const { exitCode, stdout } = await node(script);
    const { pid, text } = JSON.parse(stdout);
    process.kill(pid, "SIGKILL");
    expect([exitCode, text.length]).toEqual([0, 60_000]);
  });

  it("get the variables of this process and the given ones", async () => {
    const script = "process.stdout.write(process.env.ALICRED_TEST_ADDED + process.env.ALICRED_TEST_OWN)";
    vi.stubEnv("ALICRED_TEST_OWN", "own");
    const { stdout } = await node(script, { env: { ALICRED_TEST_ADDED: "added" } });
    vi.unstubAllEnvs();
    expect(stdout).toBe("addedown");
    expect(process.env["ALICRED_TEST_ADDED"]).toBeUndefined();
  });

  it("leave no listener behind", async () => {
    const count = (): number[] =>
      ["exit", "SIGINT", "SIGTERM", "SIGHUP"].map((name) => process.listenerCount(name));
    const before = count();
    await node("");
    expect(count()).toEqual(before);
    const controller = new AbortController();
    const { signal } = controller;
    const running = [node(ENDLESS, { signal }), node(ENDLESS, { signal })].map((run) => rejection(run));
    await expect.poll(count).toEqual(before.map((listeners) => listeners + 1));
    controller.abort();
    await Promise.all(running);
    expect(count()).toEqual(before);
  });
});
