/**
 * Child processes of Node and Bun, without a shell.
 *
 * @module
 */
import type { ChildProcess, spawn } from "node:child_process";
import type * as FileSystem from "node:fs";
import type { Processes, RunOptions } from "../host.ts";
import { type RunningProgram, supervise } from "./node-supervise.ts";
import { hasTerminal } from "./node-terminal.ts";

const isWindows = process.platform === "win32";

export const nodeProcesses: Processes = {
  commandLine: isWindows ? "windows" : "posix",
  async run([file, ...args], options) {
    const { spawn } = await import("node:child_process");
    const fs = await import("node:fs");
    return supervise(file, () => start(spawn, fs, file, args, options), options);
  },
};

function start(
  spawnChild: typeof spawn,
  fs: typeof FileSystem,
  file: string,
  args: readonly string[],
  { env, unattended = false }: RunOptions,
): RunningProgram {
  // The leader of a session has no terminal.
  const detached = !isWindows && (unattended || !hasTerminal(fs));
  const own = unattended ? "ignore" : "inherit";
  const child = spawnChild(file, args, {
    stdio: [own, "pipe", own],
    detached,
    windowsHide: true,
    env: { ...process.env, ...env },
  });
  const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  return {
    exitCode: new Promise((resolve, reject) => {
      child.on("exit", (code) => resolve(code ?? -1)).on("error", reject);
    }),
    // A stream that was destroyed has ended.
    read: () =>
      chunks.next().then(
        ({ value }) => value,
        () => undefined,
      ),
    closeOutput: () => child.stdout.destroy(),
    kill: () => killTree(child, detached, fs),
  };
}

function killTree(child: ChildProcess, leadsGroup: boolean, fs: typeof FileSystem): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const family = leadsGroup ? [-pid] : descendants(pid, fs);
  child.kill("SIGKILL");
  family.forEach(kill);
}

/** The processes below one, as Linux lists them; elsewhere none are known. */
function descendants(pid: number, fs: typeof FileSystem): number[] {
  try {
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").match(/\d+/g) ?? [];
    return children.flatMap((child) => [Number(child), ...descendants(Number(child), fs)]);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}
