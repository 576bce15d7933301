/**
 * The host of Node and Bun.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sdkDefault } from "@alicred/presets/sdk-default";
 *
 * const resolver = refreshing(sdkDefault(), { host: nodeHost() });
 * ```
 *
 * @module
 */
import { homedir } from "node:os";
import { diagnostics } from "../diagnostics.ts";
import type { Clock, Fetch, Host } from "../host.ts";
import { systemClock } from "./clock.ts";
import { debugging } from "./debugging.ts";
import { nodeDigests, nodeRandom } from "./node-crypto.ts";
import { fetchPastProxies, nodeFetch } from "./node-fetch.ts";
import { systemFiles } from "./node-files.ts";
import { nodeProcesses } from "./node-processes.ts";

export interface NodeHostOptions {
  /** Default: `process.env`, read at each call. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the operating system's answer. */
  readonly homeDirectory?: string;
  /**
   * Default: on Node, `node:http` and `node:https`; on Bun, `node:http`, and for `https:` the global `fetch`. HTTPS
   * obeys `HTTPS_PROXY` and `NO_PROXY` (Node 22.21, 24.5 and later, Bun); plain HTTP bypasses proxies.
   */
  readonly fetch?: Fetch;
  /**
   * Keeps a refresh alive on platforms that freeze a function after its answer: `waitUntil` of `@vercel/functions`. A
   * single call may pass its own (`GetOptions.waitUntil`).
   */
  readonly waitUntil?: (promise: Promise<unknown>) => void;
  readonly clock?: Clock;
  readonly random?: (length: number) => Uint8Array;
}

/** A host with every capability. */
export function nodeHost(options: NodeHostOptions = {}): Host {
  const { env = process.env, homeDirectory, clock = nodeClock, random } = options;
  const isBun = process.versions["bun"] !== undefined;
  return {
    runtime: isBun ? "bun" : "node",
    clock,
    random: random ?? nodeRandom,
    // A program whose randomness is given can be repeated.
    jitter: random ? undefined : Math.random,
    digests: nodeDigests,
    waitUntil: options.waitUntil,
    fetch: options.fetch ?? (isBun ? fetchPastProxies : nodeFetch)(processEnv),
    env: (name) => env[name],
    homeDirectory: () => homeDirectory ?? systemHome(),
    files: systemFiles,
    processes: nodeProcesses,
    diagnostics,
    listener: debugging(
      () => process.env["ALICRED_DEBUG"],
      (line) => void process.stderr.write(line),
    ),
  };
}

/** The system's, without the part of `performance` that nobody needs, which takes a program's start longer to load. */
const nodeClock: Clock = { ...systemClock, monotonic: () => process.uptime() * 1000 };

/** Proxies belong to the machine: what the environment of the program says, whatever its sources are given. */
function processEnv(name: string): string | undefined {
  return process.env[name];
}

/** A user id without an entry in the system, as in many containers, has no home either. */
function systemHome(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}
