/**
 * The host of Deno. Each capability asks for its permission when a source uses it, and not before.
 *
 * @module
 */
import { AlicredError } from "../errors.ts";
import type { Clock, Fetch, Files, Host, Processes } from "../host.ts";
import { systemClock, systemRandom } from "./clock.ts";
import { checkSize, unreadable } from "./files.ts";

// The part of Deno's API used here, so that other compilers can check this file too.
declare const Deno: {
  readonly build: { readonly os: string };
  readonly env: { get(name: string): string | undefined };
  stat(path: string): Promise<{ readonly size: number }>;
  readTextFile(path: string): Promise<string>;
  readonly Command: new (
    file: string,
    options: { args: string[]; stdin: "inherit"; stdout: "piped"; stderr: "inherit"; signal: AbortSignal },
  ) => { output(): Promise<{ readonly code: number; readonly stdout: Uint8Array }> };
};

export interface DenoHostOptions {
  /** Default: `Deno.env`; a variable that may not be read counts as unset. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the variable `HOME`, or `USERPROFILE` on Windows. */
  readonly homeDirectory?: string;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly random?: (length: number) => Uint8Array;
}

/** A host with every capability, as far as Deno's permissions go. */
export function denoHost(options: DenoHostOptions = {}): Host {
  const { clock = systemClock, random = systemRandom } = options;
  const env = options.env === undefined ? readEnv : (name: string): string | undefined => options.env?.[name];
  return {
    runtime: "deno",
    clock,
    random,
    env,
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    homeDirectory: () => options.homeDirectory ?? env(Deno.build.os === "windows" ? "USERPROFILE" : "HOME"),
    files: denoFiles,
    processes: denoProcesses,
  };
}

function readEnv(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (thrown) {
    if (thrown instanceof Error && /^(NotCapable|PermissionDenied)$/.test(thrown.name)) return undefined;
    throw thrown;
  }
}

const denoFiles: Files = {
  async readText(path, maxBytes) {
    try {
      checkSize(path, (await Deno.stat(path)).size, maxBytes);
      return await Deno.readTextFile(path);
    } catch (thrown) {
      return unreadable(path, thrown);
    }
  },
};

const denoProcesses: Processes = {
  get commandLine() {
    return Deno.build.os === "windows" ? "windows" : "posix";
  },
  async run([file, ...args], { timeoutMs, maxBytes, signal }) {
    const limit = new AbortController();
    const onAbort = (): void => limit.abort(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(
      () => limit.abort(processError(`${file} did not end within ${timeoutMs} ms and was ended.`)),
      timeoutMs,
    );
    try {
      const command = new Deno.Command(file, {
        args,
        stdin: "inherit",
        stdout: "piped",
        stderr: "inherit",
        signal: limit.signal,
      });
      const { code, stdout } = await command.output();
      limit.signal.throwIfAborted();
      if (stdout.length > maxBytes) throw processError(`${file} printed more than ${maxBytes} bytes.`);
      return { exitCode: code, stdout: new TextDecoder().decode(stdout) };
    } catch (thrown) {
      limit.signal.throwIfAborted();
      if (thrown instanceof AlicredError) throw thrown;
      throw processError(`${file} cannot be started (${thrown instanceof Error ? thrown.name : "unknown"}).`);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  },
};

function processError(message: string): AlicredError {
  return new AlicredError("PROCESS_FAILED", `${message} Check the command.`, { retryable: true });
}
