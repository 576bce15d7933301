/**
 * Child processes of Node and Bun, without a shell.
 *
 * @module
 */
import type { ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { isatty } from "node:tty";
import { AlicredError } from "../errors.ts";
import type { Processes, ProcessResult } from "../host.ts";

export const nodeProcesses: Processes = {
  commandLine: process.platform === "win32" ? "windows" : "posix",
  async run([file, ...args], { timeoutMs, maxBytes, signal }) {
    const { spawn } = await import("node:child_process");
    signal?.throwIfAborted();
    const detached = isDetached();
    const child = spawn(file, args, { stdio: ["inherit", "pipe", "inherit"], detached, windowsHide: true });
    return collect(child, timeoutMs, maxBytes, signal);
  },
};

function collect(
  child: ChildProcessByStdio<null, Readable, null>,
  timeoutMs: number,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const release = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const kill = (error: unknown): void => {
      release();
      reject(error);
      killGroup(child);
    };
    const onAbort = (): void => kill(signal?.reason);
    const timer = setTimeout(
      () => kill(processError(`The program did not end within ${timeoutMs} ms and was ended.`)),
      timeoutMs,
    );
    signal?.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > maxBytes)
        kill(processError(`The program printed more than ${maxBytes} bytes and was ended.`));
      else chunks.push(chunk);
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      release();
      reject(processError(`The program cannot be started (${error.code ?? error.name}).`));
    });
    child.on("close", (exitCode) => {
      release();
      resolve({ exitCode: exitCode ?? -1, stdout: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

/**
 * A process group of its own, so that killing it reaches the program's children too; but not at a terminal, because the
 * program could not prompt there then, nor would Ctrl+C reach it.
 */
function isDetached(): boolean {
  return process.platform !== "win32" && !isatty(0);
}

function killGroup(child: ChildProcessByStdio<null, Readable, null>): void {
  child.stdout.destroy();
  try {
    if (child.pid !== undefined && isDetached()) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}

function processError(message: string): AlicredError {
  return new AlicredError("PROCESS_FAILED", `${message} Check the command; no shell reads it.`, {
    retryable: true,
  });
}
