import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { canBecome } from "../../../src/commands/exec/can-become.ts";
import { type End, runChild } from "../../../src/commands/exec/child.ts";
import { findProgram } from "../../../src/commands/exec/find-program.ts";
import { homeFolder, runCommand, startCommand } from "../../support/real-command.ts";

// The real command and its child: exit codes, signals, and nothing left behind.

const isWindows = process.platform === "win32";
const KINDS = [
  ["exec", []],
  ["exec --server", ["--server"]],
] as const;

function run(script: string): Promise<End> {
  const env = { PATH: process.env["PATH"] ?? "" };
  return runChild({ path: "/bin/sh", words: ["sh", "-c", script], env });
}

// Windows has neither /bin/sh nor signals that a program could receive.
describe.skipIf(isWindows)("a child", () => {
  test("gives every exit code from 0 to 255", async () => {
    const ends: End[] = [];
    for (let code = 0; code < 256; code++) ends.push(await run(`exit ${code}`));
    expect(ends).toEqual(Array.from({ length: 256 }, (_, code) => ({ code })));
  });

  test.each(["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP", "SIGQUIT", "SIGSEGV", "SIGPIPE", "SIGUSR1"] as const)(
    "tells that %s ended it",
    async (signal) => {
      expect(await run(`ulimit -c 0; kill -${signal.slice(3)} $$; sleep 9`)).toEqual({ signal });
    },
  );
});

// Windows has neither sh nor signals that a program could receive.
describe.skipIf(isWindows)("the real command", () => {
  test.each(KINDS)("%s: has the exit code of its child, and its streams", async (_title, options) => {
    const home = homeFolder();
    for (const code of [0, 2, 127]) {
      const script = `echo out; echo err >&2; exit ${code}`;
      expect(await runCommand(home, ["exec", ...options, "prod", "--", "sh", "-c", script])).toEqual({
        code,
        signal: null,
        stdout: "out\n",
        stderr: "err\n",
      });
    }
  });

  test.each(KINDS)("%s: dies of the signal that its child dies of", async (_title, options) => {
    const home = homeFolder();
    for (const signal of ["SIGINT", "SIGKILL", "SIGPIPE"] as const) {
      const script = `kill -${signal.slice(3)} $$; sleep 9`;
      const { code, signal: end } = await runCommand(home, ["exec", ...options, "--", "sh", "-c", script]);
      expect({ code, end }).toEqual({ code: null, end: signal });
    }
  });

  test.each([
    ["exec", [], ["SIGTERM", "SIGUSR1"]],
    ["exec --server", ["--server"], ["SIGTERM", "SIGHUP", "SIGUSR2"]],
  ] as const)(
    "%s: signals to it alone reach the child, and none is left",
    async (_title, options, signals) => {
      for (const signal of signals) {
        const home = homeFolder();
        const { child, ended, output } = startCommand(home, [
          "exec",
          ...options,
          "--",
          "sh",
          "-c",
          "echo $$; while :; do sleep 0.1; done",
        ]);
        const pid = await vi.waitFor(() => Number(/^(\d+)\n/.exec(output())?.[1] ?? expect.fail()), {
          timeout: 60_000,
        });
        child.kill(signal);
        expect(await ended).toMatchObject({ signal });
        await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
        expect(leftovers(home)).toEqual([]);
      }
    },
  );

  test("exec --server: a child that handles TERM decides about the exit code", async () => {
    const home = homeFolder();
    const script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done";
    const { child, ended, output } = startCommand(home, ["exec", "--server", "--", "sh", "-c", script]);
    await vi.waitFor(() => expect(output()).toBe("ready\n"), { timeout: 60_000 });
    child.kill("SIGINT");
    child.kill("SIGQUIT");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 7, signal: null });
  });

  test.each(KINDS)(
    "%s: no signal is ignored, and no stream waits for nobody, in the child",
    async (_title, options) => {
      const script =
        "import fcntl, os, signal; print([int(s) for s in signal.valid_signals() if signal.getsignal(s) == signal.SIG_IGN and s not in (13, 25)], [bool(fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_NONBLOCK) for fd in (1, 2)]); print(open('/proc/self/status').read().split('SigIgn:')[1].split()[0])";
      const { stdout } = await runCommand(homeFolder(), ["exec", ...options, "--", "python3", "-c", script]);
      // Python itself ignores SIGPIPE and SIGXFSZ.
      expect(stdout).toBe("[] [False, False]\n0000000001001000\n");
    },
  );

  test("a script without an interpreter line runs, as in a shell", async () => {
    const home = homeFolder();
    writeFileSync(join(home, "script"), "echo it runs\n", { mode: 0o755 });
    expect(await runCommand(home, ["exec", "--", join(home, "script")])).toMatchObject({
      code: 0,
      stdout: "it runs\n",
    });
  });
});

/** The files that the command left in its temporary folder. */
function leftovers(home: string): readonly string[] {
  return readdirSync(home).filter((name) => name.startsWith("alicred-"));
}

// The files here are programs by their permission bits, which Windows does not have.
describe.skipIf(isWindows)("finding a program", () => {
  test("says what is missing, what cannot be run, and what a folder is", () => {
    const home = homeFolder();
    writeFileSync(join(home, "data"), "x");
    writeFileSync(join(home, "tool"), "#!/bin/sh\n", { mode: 0o755 });
    const env = { PATH: `/no/such:${home}` };
    expect(findProgram("tool", env)).toEqual({ kind: "found", path: join(home, "tool") });
    expect(findProgram("data", env)).toEqual({ kind: "not-runnable", path: join(home, "data") });
    expect(findProgram("none", env)).toEqual({ kind: "missing" });
    expect(findProgram(home, env)).toEqual({ kind: "not-file", path: home });
    expect(findProgram(join(home, "none"), env)).toEqual({ kind: "missing" });
    expect(findProgram("sh", {})).toMatchObject({ kind: "found" });
  });

  test("takes this process's place only where that cannot fail", () => {
    const home = homeFolder();
    const files = { good: "#!/bin/sh\n", bad: "#!/no/such\n", plain: "echo\n", cut: "\u007fELF", empty: "" };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text, { mode: 0o755 });
    expect(canBecome(process.execPath)).toBe(true);
    expect(existsSync("/bin/sh") && canBecome("/bin/sh")).toBe(true);
    expect(Object.keys(files).filter((name) => canBecome(join(home, name)))).toEqual(["good"]);
    expect(canBecome(join(home, "missing"))).toBe(false);
  });
});
