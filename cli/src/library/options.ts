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
import type { RuntimeOptions } from "./runtime-options.ts";

/** Options of every resolver of the front door, in addition to those of its preset. */
export interface FrontDoorOptions extends RuntimeOptions, Partial<RefreshPolicy> {
  /** Default: the host of the runtime that the program runs on, with `env` and `waitUntil`. */
  readonly host?: Host;
}

/** A refresh cache around the source, on the host of the runtime. */
export function resolverOf(source: CredentialSource, options: FrontDoorOptions): Resolver {
  return refreshing(source, { ...options, host: options.host ?? defaultHost(options) });
}
