/**
 * The host of the front door in Node and Bun: environment, files and processes; renewed sessions are written back to
 * their profile.
 *
 * @module
 */
import type { CredentialSource, Host } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { type SdkDefaultOptions, sdkDefault } from "@alicred/presets/sdk-default";
import { withLazyFileStore } from "./lazy-file-store.ts";
import { type RuntimeOptions, textsOf } from "./runtime-options.ts";

/** The host of Node and Bun. */
export function defaultHost({ env, waitUntil }: RuntimeOptions): Host {
  const host = nodeHost(env && { env: textsOf(env) });
  return withLazyFileStore(waitUntil ? { ...host, waitUntil } : host);
}

/** The chain of a program that names none: that of the official SDKs. */
export function defaultChain(options: SdkDefaultOptions): CredentialSource {
  return sdkDefault(options);
}
