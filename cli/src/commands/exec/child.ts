import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { waitForReaders } from "../../terminal/terminal.ts";

/**
 * A program in place of this process, or as its child.
 *
 * @module
 */

/** A program to run. */
export interface Program {
  readonly path: string;
  /** Its words, its own name first. */
  readonly words: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/** How a program ended: by itself with a code, or by a signal. */
export type End = { readonly code: number } | { readonly signal: NodeJS.Signals };

/** The terminal sends these to the child too, which decides. */
const IGNORED = ["SIGINT", "SIGQUIT"] as const;
/** These reach only this process. SIGTSTP keeps its default, so that Ctrl+Z stops both. */
const FORWARDED = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;

/** Signals that Node ignores, and which a program expects to end it. */
const UNIGNORED = ["SIGPIPE", "SIGXFSZ"] as const;

/** Whether this process can become another program. */
export function canReplaceProcess(): boolean {
  return process.platform !== "win32" && typeof Reflect.get(process, "execve") === "function";
}

/** Becomes the program: same process, its signals, its exit code. Returns never. */
export function replaceProcess({ path, words, env }: Program): void {
  restoreSignals();
  waitForReaders();
  // That this is an experiment of Node is no news for the program's standard error.
  process.removeAllListeners("warning");
  Reflect.apply(Reflect.get(process, "execve"), process, [path, [...words], env]);
}

/**
 * Runs the program as a child that has the terminal, until it ends.
 *
 * @throws what Node throws for a program that cannot be started.
 */
export function runChild({ path, words: [name, ...args], env }: Program): Promise<End> {
  return new Promise((resolve, reject) => {
    let child: ChildProcess | undefined;
    const forward = (signal: NodeJS.Signals): void => void child?.kill(signal);
    const ignore = (): void => undefined;
    if (process.platform === "win32") process.on("SIGINT", ignore);
    else {
      for (const signal of IGNORED) process.on(signal, ignore);
      for (const signal of FORWARDED) process.on(signal, forward);
    }
    const release = (): void => {
      for (const signal of IGNORED) process.off(signal, ignore);
      for (const signal of FORWARDED) process.off(signal, forward);
    };
    child = spawn(path, args, { argv0: name, env, stdio: "inherit", windowsHide: false });
    child.on("error", (error) => {
      release();
      reject(error);
    });
    child.on("exit", (code, signal) => {
      release();
      resolve(signal === null ? { code: code ?? 0 } : { signal });
    });
  });
}

/** Ends this process as the program ended. */
export function endAs(end: End): void {
  if ("code" in end) {
    process.exitCode = end.code;
    return;
  }
  restoreSignals();
  // Anyone who waits sees the same end. If this process survives it, the shell's way to say so remains.
  process.exitCode = 128 + (constants.signals[end.signal] ?? 0);
  process.kill(process.pid, end.signal);
}

/** Gives the signals that Node ignores their default: a listener that goes does that. */
function restoreSignals(): void {
  const nothing = (): void => undefined;
  for (const signal of UNIGNORED) process.on(signal, nothing).off(signal, nothing);
}
