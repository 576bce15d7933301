/**
 * The host of the front door in workerd, Vercel's edge runtime and browsers: no files, no processes.
 *
 * @module
 */
import { ConfigurationError, type CredentialSource, type Host } from "@alicred/core";
import { diagnostics } from "@alicred/core/diagnostics";
import { webHost } from "@alicred/core/host/web";
import { edge } from "@alicred/presets/edge";
import type { SdkDefaultOptions } from "@alicred/presets/sdk-default";
import type { RuntimeOptions } from "./runtime-options.ts";

/** The host of the web platform. */
export function defaultHost({ env, waitUntil }: RuntimeOptions): Host {
  return webHost({ env, waitUntil, diagnostics });
}

/**
 * The chain of a program that names none: variables of a key, of OIDC and of a credentials URI.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an option that needs files.
 */
export function defaultChain(options: SdkDefaultOptions): CredentialSource {
  const [needsFiles] = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (needsFiles === undefined) return edge();
  throw new ConfigurationError(
    "INVALID_OPTION",
    `option ${needsFiles} needs profiles, which are in files, and this runtime has none. Leave it out, or pass a source.`,
  );
}
