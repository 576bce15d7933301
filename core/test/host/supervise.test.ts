import { describe, expect, it, vi } from "vitest";
import { type RunningProgram, supervise } from "../../src/host/node-supervise.ts";
import { rejection } from "../support/outcome.ts";

// The supervisor alone, over programs that exist only here.

const LIMITS = { timeoutMs: 30_000, maxBytes: 1_000 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Script {
  /** The pieces of its output, each after so many milliseconds. */
  readonly output?: readonly (readonly [afterMs: number, piece: Uint8Array])[];
  /** Whether its output ends. Default: true. */
  readonly closes?: boolean;
  readonly exitsAfterMs?: number;
}

function program({ output = [], closes = true, exitsAfterMs = 0 }: Script): RunningProgram {
  const pieces = output[Symbol.iterator]();
  return {
    exitCode: new Promise((resolve) => setTimeout(resolve, exitsAfterMs, 3)),
    async read() {
      const { value, done } = pieces.next();
      if (done) return closes ? undefined : new Promise(() => undefined);
      const [afterMs, piece] = value;
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      return piece;
    },
    closeOutput: vi.fn(),
    kill: vi.fn(),
  };
}

const run = (script: Script): ReturnType<typeof supervise> =>
  supervise("tool", () => program(script), LIMITS);

describe("the output of a program", () => {
  it("may be split within a character", async () => {
    const [whole, half] = [bytes("d\u00e9"), 2];
    const output = [
      [0, whole.subarray(0, half)],
      [0, whole.subarray(half)],
    ] as const;
    expect(await run({ output })).toEqual({ exitCode: 3, stdout: "d\u00e9" });
  });

  it("may end within a character", async () => {
    expect(await run({ output: [[0, Uint8Array.of(0x61, 0xc3)]] })).toMatchObject({ stdout: "a\uFFFD" });
  });

  it("is over when the program is, and silent, although something holds it open", async () => {
    expect(await run({ output: [[0, bytes("key")]], closes: false })).toEqual({ exitCode: 3, stdout: "key" });
  });

  it("is waited for after the end of the program as long as more comes", async () => {
    const output = ["a", "b", "c", "d"].map((piece) => [40, bytes(piece)] as const);
    expect(await run({ output, closes: false })).toMatchObject({ stdout: "abcd" });
  });

  it("is closed in the end, and the program, which has ended, is not killed", async () => {
    const one = program({});
    await supervise("tool", () => one, LIMITS);
    expect(one.closeOutput).toHaveBeenCalledOnce();
    expect(one.kill).not.toHaveBeenCalled();
  });
});

describe("a program that is ended by its caller", () => {
  it("is killed at once, with the caller's reason", async () => {
    const controller = new AbortController();
    const one = program({ closes: false, exitsAfterMs: 1e6 });
    const ended = rejection(supervise("tool", () => one, { ...LIMITS, signal: controller.signal }));
    const reason = new Error("enough");
    controller.abort(reason);
    expect(one.kill).toHaveBeenCalled();
    expect(await ended).toBe(reason);
  });

  it("is not started when it is too late", async () => {
    const start = vi.fn();
    const signal = AbortSignal.abort(new Error("enough"));
    expect((await rejection(supervise("tool", start, { ...LIMITS, signal }))).message).toBe("enough");
    expect(start).not.toHaveBeenCalled();
  });

  it("no longer listens once it is over", async () => {
    const controller = new AbortController();
    const one = program({});
    await supervise("tool", () => one, { ...LIMITS, signal: controller.signal });
    controller.abort();
    expect(one.kill).not.toHaveBeenCalled();
  });
});

describe("the end of this process", () => {
  const listeners = (): number => process.listenerCount("SIGTERM");

  it("is watched before the program starts, because a signal may come right after, and no longer than it runs", async () => {
    const before = listeners();
    let during = 0;
    const start = (): RunningProgram => {
      during = listeners();
      return program({});
    };
    await supervise("tool", start, LIMITS);
    expect([during, listeners()]).toEqual([before + 1, before]);
  });

  it("is not watched for a program that could not be started", async () => {
    const before = listeners();
    const start = (): RunningProgram => {
      throw Object.assign(new Error("no"), { code: "ENOENT" });
    };
    await rejection(supervise("tool", start, LIMITS));
    expect(listeners()).toBe(before);
  });
});

describe("a program that cannot be started", () => {
  const NO_SHELL = "Check the command; no shell reads it.";
  const CMD = "A .cmd or .bat file needs cmd.exe: write cmd.exe /c before it.";

  it.each<[string, object, string, boolean]>([
    ["tool", { code: "ENOENT" }, `(ENOENT). ${NO_SHELL}`, false],
    ["tool.cmd", { code: "EINVAL" }, `(EINVAL). ${CMD}`, false],
    ["TOOL.BAT", { code: "EINVAL" }, `(EINVAL). ${CMD}`, false],
    ["tool.cmd.exe", { code: "EINVAL" }, `(EINVAL). ${NO_SHELL}`, false],
    ["tool.cmd", { code: "ENOENT" }, `(ENOENT). ${NO_SHELL}`, false],
    ["tool", { code: "EAGAIN" }, `(EAGAIN). ${NO_SHELL}`, true],
    ["tool", { name: "NotCapable" }, "(NotCapable). Run Deno with --allow-run for it.", false],
  ])("%s, %j: says why, and what to do", async (file, thrown, ending, retryable) => {
    const message = `The program cannot be started ${ending}`;
    const starts = [
      (): RunningProgram => {
        throw thrown;
      },
      (): RunningProgram => ({ ...program({ closes: false }), exitCode: Promise.reject(thrown) }),
    ];
    for (const start of starts)
      expect(await rejection(supervise(file, start, LIMITS))).toMatchObject({
        code: "PROCESS_FAILED",
        message,
        retryable,
      });
  });
});
