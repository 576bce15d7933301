/**
 * Credentials from environment variables, all three families of names.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 *
 * const resolver = refreshing(envCredentials(), { host: nodeHost() });
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import { type EnvOptions, envOptions, envSource, type FamilyName, NAME } from "./source.ts";

export { type EnvOptions, envSource, type FamilyName };

/** The plugin: credentials from environment variables. */
export const envPlugin: Plugin<EnvOptions, EnvOptions, never> = /* @__PURE__ */ defineFieldPlugin({
  name: NAME,
  options: envOptions,
  source: envSource,
});

/**
 * A source that reads environment variables at each resolution. The first family of names with a key or a secret
 * supplies all parts. Those of another family are never mixed in, and the trace warns where they disagree. A session is
 * read again within 5 minutes, because its variables do not say when it ends.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a family that does not exist.
 */
export function envCredentials(options: EnvOptions = {}): CredentialSource {
  return envPlugin.source(options);
}
