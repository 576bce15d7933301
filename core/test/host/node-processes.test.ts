import { describe, expect, it } from "vitest";
import { nodeHost } from "../../src/host/node.ts";
import type { Processes } from "../../src/mod.ts";
import { CANARY, renderings } from "../support/canary.ts";
import { rejection } from "../support/outcome.ts";

const { processes } = nodeHost();
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

  it("that are not there cannot be started", async () => {
    const error = await rejection(processes?.run(["/no/such/program"], LIMITS) ?? Promise.resolve());
    expect(error).toMatchObject({ code: "PROCESS_FAILED" });
    expect(error.message).toBe(
      "The program cannot be started (ENOENT). Check the command; no shell reads it.",
    );
  });

  it("are ended for printing too much, and what they printed is shown nowhere", async () => {
    const script = `setInterval(() => process.stdout.write("${CANARY}".repeat(1000)), 1)`;
    const error = await rejection(node(script, { maxBytes: 10_000 }));
    expect(error).toMatchObject({ code: "PROCESS_FAILED" });
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
});
