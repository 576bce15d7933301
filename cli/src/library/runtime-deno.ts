/**
 * The host of the front door in Deno: as in Node, within Deno's permissions.
 *
 * @module
 */
import type { CredentialSource, Host } from "@alicred/core";
import { denoHost } from "@alicred/core/host/deno";
import { type SdkDefaultOptions, sdkDefault } from "@alicred/presets/sdk-default";
import { withLazyFileStore } from "./lazy-file-store.ts";
import { type RuntimeOptions, textsOf } from "./runtime-options.ts";

/** The host of Deno. */
export function defaultHost({ env, waitUntil }: RuntimeOptions): Host {
  const host = denoHost(env && { env: textsOf(env) });
  return withLazyFileStore(waitUntil ? { ...host, waitUntil } : host);
}

/** The chain of a program that names none: that of the official SDKs. */
export function defaultChain(options: SdkDefaultOptions): CredentialSource {
  return sdkDefault(options);
}
