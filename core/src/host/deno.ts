/**
 * The host of Deno. Each capability asks for its permission only when a source uses it.
 *
 * @module
 */
import { AlicredError } from "../errors.ts";
import type { Clock, Fetch, Files, Host, Processes } from "../host.ts";
import { systemClock, systemRandom } from "./clock.ts";
import { checkSize, unreadable } from "./files.ts";
import { fetchPastProxies } from "./node-fetch.ts";

interface DenoChild {
  readonly pid: number;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly status: Promise<{ readonly code: number }>;
}

// The part of Deno's API used here, so that other compilers can check this file too.
declare const Deno: {
  readonly build: { readonly os: string };
  readonly stdin: { isTerminal(): boolean };
  readonly env: { get(name: string): string | undefined };
  stat(path: string): Promise<{ readonly size: number }>;
  readTextFile(path: string): Promise<string>;
  kill(pid: number, signal: "SIGKILL"): void;
  readonly Command: new (
    file: string,
    options: {
      readonly args: string[];
      readonly stdin: "inherit";
      readonly stdout: "piped";
      readonly stderr: "inherit";
      readonly detached: boolean;
    },
  ) => { spawn(): DenoChild };
};

export interface DenoHostOptions {
  /** Default: `Deno.env`; a variable that may not be read counts as unset. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the variable `HOME`, or `USERPROFILE` on Windows. */
  readonly homeDirectory?: string;
  /** Default: the global `fetch`, and for plain HTTP `node:http`, which bypasses proxies. */
  readonly fetch?: Fetch;
  /**
   * Keeps a refresh alive on platforms that freeze a function after its answer: `waitUntil` of `@vercel/functions`. A
   * single call may pass its own (`GetOptions.waitUntil`).
   */
  readonly waitUntil?: (promise: Promise<unknown>) => void;
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
    waitUntil: options.waitUntil,
    env,
    fetch: options.fetch ?? fetchPastProxies,
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
    signal?.throwIfAborted();
    const child = start(file, args);
    const reader = child.stdout.getReader();
    return new Promise((resolve, reject) => {
      const release = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      const kill = (reason: unknown): void => {
        release();
        reject(reason);
        killGroup(child);
        // A grandchild in a group of its own may hold the pipe open.
        void reader.cancel().catch(() => undefined);
      };
      const onAbort = (): void => kill(signal?.reason);
      const timer = setTimeout(
        () => kill(processError(`The program did not end within ${timeoutMs} ms and was ended.`)),
        timeoutMs,
      );
      signal?.addEventListener("abort", onAbort, { once: true });
      const tooMuch = processError(`The program printed more than ${maxBytes} bytes and was ended.`);
      readText(reader, maxBytes, tooMuch)
        .then(async (stdout) => ({ exitCode: (await child.status).code, stdout }))
        .then(resolve, kill)
        .finally(release);
    });
  },
};

function start(file: string, args: string[]): DenoChild {
  const detached = isDetached();
  try {
    const options = { args, stdin: "inherit", stdout: "piped", stderr: "inherit", detached } as const;
    return new Deno.Command(file, options).spawn();
  } catch (thrown) {
    throw processError(
      `The program cannot be started (${thrown instanceof Error ? thrown.name : "unknown"}).`,
    );
  }
}

async function readText(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  tooMuch: AlicredError,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > maxBytes) throw tooMuch;
    text += decoder.decode(value, { stream: true });
  }
}

/** As on Node: see there. */
function isDetached(): boolean {
  return Deno.build.os !== "windows" && !Deno.stdin.isTerminal();
}

function killGroup(child: DenoChild): void {
  try {
    Deno.kill(isDetached() ? -child.pid : child.pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}

function processError(message: string): AlicredError {
  return new AlicredError("PROCESS_FAILED", `${message} Check the command; no shell reads it.`, {
    retryable: true,
  });
}
