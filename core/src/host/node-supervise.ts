/**
 * One supervisor of child processes for Node, Bun and Deno: their limits, their output and their end.
 *
 * @module
 */
import { AlicredError, type ErrorDetails } from "../errors.ts";
import type { ProcessResult, RunOptions } from "../host.ts";
import { systemClock } from "./clock.ts";
import { endWithProcess } from "./node-lifetime.ts";

/** A program that runs. */
export interface RunningProgram {
  /** Its exit code, or -1 after a signal. Rejects when it could not be started. */
  readonly exitCode: Promise<number>;
  /** The next piece of its standard output; `undefined` at the end. */
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly closeOutput: () => void;
  /** Kills it and, as far as the runtime can, its children. Harmless when it has ended. */
  readonly kill: () => void;
}

/** How long the output is silent after the program's end when nothing more of the program's own is in the pipe. */
const SILENCE_MS = 100;

/**
 * Runs a program to its end, which the end of its output does not delay: something that it left in the background may
 * hold that open.
 *
 * @param file the program's name, which tells what an error means
 * @param start may throw what the runtime throws
 * @throws {AlicredError} `PROCESS_FAILED`; or the signal's reason.
 */
export async function supervise(
  file: string,
  start: () => RunningProgram,
  { timeoutMs, maxBytes, signal }: RunOptions,
): Promise<ProcessResult> {
  signal?.throwIfAborted();
  const { program, untie } = startTied(file, start);
  const over = new AbortController();
  const decoder = new TextDecoder();
  let stdout = "";
  let size = 0;

  const timeOut = async (): Promise<never> => {
    await systemClock.sleep(timeoutMs, over.signal);
    throw processError(`The program did not end within ${timeoutMs} ms and was ended.`);
  };
  const abort = new Promise<never>((_, reject) => {
    const onAbort = (): void => {
      // At once: the abort may be the last thing that this process does.
      program.kill();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true, signal: over.signal });
  });
  const readOutput = async (): Promise<void> => {
    for (;;) {
      const chunk = await program.read();
      if (chunk === undefined) return;
      size += chunk.length;
      if (size > maxBytes)
        throw processError(`The program printed more than ${maxBytes} bytes and was ended.`);
      stdout += decoder.decode(chunk, { stream: true });
    }
  };
  const silence = async (): Promise<void> => {
    let known: number;
    do {
      known = size;
      // In two halves, because a loop that was held up fires one timer before it reads.
      await systemClock.sleep(SILENCE_MS / 2, over.signal);
      await systemClock.sleep(SILENCE_MS / 2, over.signal);
    } while (size > known);
  };
  const exitCode = program.exitCode.catch((thrown: unknown): never => {
    throw notStarted(file, thrown);
  });
  const end = async (output: Promise<void>): Promise<ProcessResult> => {
    // Too much output ends the program, so it need not have ended before that.
    await Promise.race([output, exitCode.then(silence)]);
    return { exitCode: await exitCode, stdout: stdout + decoder.decode() };
  };
  try {
    return await Promise.race([end(readOutput()), timeOut(), abort]);
  } catch (thrown) {
    program.kill();
    throw thrown;
  } finally {
    over.abort();
    untie();
    program.closeOutput();
  }
}

/** Starts a program that ends with this process. */
function startTied(
  file: string,
  start: () => RunningProgram,
): { readonly program: RunningProgram; readonly untie: () => void } {
  let program: RunningProgram | undefined;
  // Before the start, because a signal that comes right after it would leave the program behind.
  const untie = endWithProcess(() => program?.kill());
  try {
    program = start();
    return { program, untie };
  } catch (thrown) {
    untie();
    throw notStarted(file, thrown);
  }
}

/** Why a program cannot be started, where waiting changes nothing: no such file, no permission, wrong arguments. */
const FINAL = /^(ENOENT|EACCES|E2BIG|EINVAL|ERR_INVALID_ARG_VALUE|NotCapable)$/;

function notStarted(file: string, thrown: unknown): AlicredError {
  const { code, name } = Object(thrown) as { code?: unknown; name?: unknown };
  const systemCode = String(code ?? name);
  const details = { systemCode, retryable: !FINAL.test(systemCode) };
  const message = `The program cannot be started (${systemCode}).`;
  if (name === "NotCapable") return processError(message, details, "Run Deno with --allow-run for it.");
  // Node starts none on Windows, because cmd.exe would read the arguments by rules of its own.
  if (systemCode === "EINVAL" && /\.(cmd|bat)$/i.test(file))
    return processError(message, details, "A .cmd or .bat file needs cmd.exe: write cmd.exe /c before it.");
  return processError(message, details);
}

function processError(
  message: string,
  details: Pick<ErrorDetails, "systemCode" | "retryable"> = {},
  remedy = "Check the command; no shell reads it.",
): AlicredError {
  return new AlicredError("PROCESS_FAILED", `${message} ${remedy}`, { retryable: true, ...details });
}
