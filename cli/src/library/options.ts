/**
 * The options of the front door, and how a resolver is made of them.
 *
 * @module
 */
import {
  type CredentialSource,
  type Host,
  type RefreshPolicy,
  type Resolver,
  refreshing,
} from "@alicred/core";
import { defaultHost } from "#runtime";

/** The source of the host's variables and the life of a request. */
export interface RuntimeOptions {
  /**
   * Variables in place of the process's, such as a Worker's `env`; values that are not text are ignored. Default: those
   * of the process, and none where there is no process.
   */
  readonly env?: object | undefined;
  /**
   * Keeps a refresh alive when the request that started it ends early: `waitUntil` of `cloudflare:workers` or
   * `@vercel/functions`. A single call may pass its own. Default: none.
   */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** Options of every resolver of the front door, in addition to those of its preset. */
export interface FrontDoorOptions extends RuntimeOptions, Partial<RefreshPolicy> {
  /** Default: the host of the runtime that the program runs on, with `env` and `waitUntil`. */
  readonly host?: Host;
}

/** A refresh cache around the source, on the host of the runtime. */
export function resolverOf(source: CredentialSource, options: FrontDoorOptions): Resolver {
  return refreshing(source, { ...options, host: options.host ?? defaultHost(options) });
}
