/**
 * The host of workerd, Vercel's edge runtime and browsers: no files, no processes.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { edge } from "@alicred/presets/edge";
 * import { env, waitUntil } from "cloudflare:workers";
 *
 * const resolver = refreshing(edge(), { host: webHost({ env, waitUntil }) });
 * ```
 *
 * @module
 */
import { type Clock, type Diagnostics, type Fetch, type Host, variablesIn } from "../host.ts";
import { systemClock, systemRandom } from "./clock.ts";
import { plainDiagnostics } from "./plain-diagnostics.ts";

export interface WebHostOptions {
  /** A name for messages. Default: `web`. */
  readonly runtime?: string;
  /** Variables, such as a Worker's `env` or an edge function's `process.env`. Read at each call; non-strings are ignored. */
  readonly env?: object | undefined;
  /**
   * Keeps a refresh alive when the request that started it ends early: `waitUntil` of `cloudflare:workers` or
   * `@vercel/functions`. A single call may pass its own (`GetOptions.waitUntil`).
   */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /** Whether promises die with their request. Default: true, which is right on workerd and harmless elsewhere. */
  readonly requestScoped?: boolean;
  /**
   * `diagnostics` of `@alicred/core/diagnostics`, so that errors of other code say more than their name, code and frames.
   * Default: what tells no more than those, which saves 1.3 kB.
   */
  readonly diagnostics?: Diagnostics;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly random?: (length: number) => Uint8Array;
}

/** A host on the web platform's own globals. */
export function webHost(options: WebHostOptions = {}): Host {
  const {
    env,
    runtime = "web",
    requestScoped = true,
    waitUntil,
    clock = systemClock,
    random = systemRandom,
    diagnostics = plainDiagnostics,
    fetch = (url, init) => globalThis.fetch(url, init),
  } = options;
  return {
    runtime,
    requestScoped,
    waitUntil,
    clock,
    random,
    diagnostics,
    fetch,
    env: env && variablesIn(env),
  };
}
