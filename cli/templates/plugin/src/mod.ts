/**
 * Alibaba Cloud credentials from NAME, and the profile mode `PascalName`.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { camelName } from "alicred-source-NAME";
 *
 * const resolver = refreshing(camelName(), { host: nodeHost() });
 * ```
 *
 * @module
 */
import { type CredentialSource, definePlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { camelNameMode } from "./profile-mode.ts";
import { camelNameOptions, camelNameSource, type PascalNameOptions } from "./source.ts";

export { camelNameMode, camelNameOptions, type PascalNameOptions };

/** The plugin: credentials from NAME, and the profile mode `PascalName`. */
export const camelNamePlugin: Plugin<PascalNameOptions, PascalNameOptions, ProfileMode> = definePlugin({
  name: "NAME",
  options: camelNameOptions,
  source: (options) => camelNameSource(options, (option) => `argument ${option}`),
  profileModes: [camelNameMode],
});

/** @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used. */
export function camelName(options: PascalNameOptions = {}): CredentialSource {
  return camelNamePlugin.source(options);
}
