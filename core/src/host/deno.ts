/**
 * The host of Deno. Each capability asks for its permission only when a source uses it.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { denoHost } from "@alicred/core/host/deno";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 *
 * const resolver = refreshing(sdkDefault(), { host: denoHost() });
 * ```
 *
 * @module
 */
import type * as FileSystem from "node:fs";
import { diagnostics } from "../diagnostics.ts";
import type { Clock, Fetch, Host, Processes } from "../host.ts";
import { systemClock, systemRandom } from "./clock.ts";
import { debugging } from "./debugging.ts";
import { nodeDigests } from "./node-crypto.ts";
import { fetchPastProxies } from "./node-fetch.ts";
import { systemFiles } from "./node-files.ts";
import { type RunningProgram, supervise } from "./node-supervise.ts";
import { hasTerminal } from "./node-terminal.ts";

interface DenoChild {
  readonly pid: number;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly status: Promise<{ readonly code: number; readonly signal: string | null }>;
  kill(signal: "SIGKILL"): void;
}

// The part of Deno's API used here, so that other compilers can check this file too.
declare const Deno: {
  readonly build: { readonly os: string };
  readonly stdin: { isTerminal(): boolean };
  readonly stderr: { writeSync(bytes: Uint8Array): number };
  readonly env: { get(name: string): string | undefined };
  readonly permissions: {
    querySync(descriptor: {
      readonly name: "env" | "read" | "run";
      readonly path?: string;
      readonly variable?: string;
    }): { readonly state: string };
  };
  kill(pid: number, signal: "SIGKILL"): void;
  readonly Command: new (
    file: string,
    options: {
      readonly args: string[];
      readonly stdin: "inherit";
      readonly stdout: "piped";
      readonly stderr: "inherit";
      readonly detached: boolean;
      readonly env: Readonly<Record<string, string>> | undefined;
    },
  ) => { spawn(): DenoChild };
};

export interface DenoHostOptions {
  /** Default: `Deno.env`; a variable that may not be read counts as unset, and messages say so. */
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
    digests: nodeDigests,
    waitUntil: options.waitUntil,
    env,
    whyUnread: options.env === undefined ? whyUnread : undefined,
    fetch: options.fetch ?? fetchPastProxies(readGrantedEnv),
    homeDirectory: () => options.homeDirectory ?? env(Deno.build.os === "windows" ? "USERPROFILE" : "HOME"),
    files: systemFiles,
    processes: denoProcesses,
    diagnostics,
    listener: debugging(
      () => readGrantedEnv("ALICRED_DEBUG"),
      (line) => void Deno.stderr.writeSync(new TextEncoder().encode(line)),
    ),
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

/** For what is only worth a word in a message: Deno asks nobody for the permission. */
function readGrantedEnv(name: string): string | undefined {
  return mayRead(name) ? Deno.env.get(name) : undefined;
}

function whyUnread(name: string): string | undefined {
  return mayRead(name) ? undefined : "or it may not be read: run Deno with --allow-env for it";
}

function mayRead(name: string): boolean {
  return Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
}

const denoProcesses: Processes = {
  get commandLine() {
    return Deno.build.os === "windows" ? "windows" : "posix";
  },
  async run([file, ...args], options) {
    const fs = await import("node:fs");
    return supervise(file, () => start(fs, file, args, options.env), options);
  },
};

function start(
  fs: typeof FileSystem,
  file: string,
  args: string[],
  env: Readonly<Record<string, string>> | undefined,
): RunningProgram {
  const detached = Deno.build.os !== "windows" && !isAtTerminal(fs);
  const child = new Deno.Command(file, {
    args,
    stdin: "inherit",
    stdout: "piped",
    stderr: "inherit",
    detached,
    env,
  }).spawn();
  const reader = child.stdout.getReader();
  let hasEnded = false;
  return {
    exitCode: child.status.then(({ code, signal }) => {
      hasEnded = true;
      return signal === null ? code : -1;
    }),
    read: async () => (await reader.read()).value,
    // Something in a group of its own may hold the pipe open.
    closeOutput: () => void reader.cancel().catch(() => undefined),
    kill: () => {
      if (!hasEnded) kill(child, detached);
    },
  };
}

/** Asks for no permission: Deno would do so at the terminal. */
function isAtTerminal(fs: typeof FileSystem): boolean {
  const { state } = Deno.permissions.querySync({ name: "read", path: "/dev/tty" });
  return state === "granted" ? hasTerminal(fs) : Deno.stdin.isTerminal();
}

/** Without the permission to run everything only the program itself can be killed, not its group. */
function kill(child: DenoChild, leadsGroup: boolean): void {
  const mayKillGroup = leadsGroup && Deno.permissions.querySync({ name: "run" }).state === "granted";
  try {
    if (mayKillGroup) Deno.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}
