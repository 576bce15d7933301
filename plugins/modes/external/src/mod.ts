/**
 * Credentials printed by a command, and the profile mode `External`.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { external } from "@alicred/external";
 *
 * const source = external({ command: ["/opt/bin/login", "--for", "deploy"] });
 * const resolver = refreshing(source, { host: nodeHost(), refreshTimeoutMs: 70_000 });
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { externalMode } from "./profile-mode.ts";
import { type ExternalOptions, externalOptions, externalSource, NAME } from "./source.ts";
import { splitCommand } from "./split-command.ts";

export { type ExternalOptions, externalMode, splitCommand };

/** The plugin: credentials printed by a command, and the profile mode `External`. */
export const externalPlugin: Plugin<ExternalOptions, ExternalOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: externalOptions,
    source: externalSource,
    profileModes: [externalMode],
  });

/**
 * A source that runs a command, which prints a JSON object with `access_key_id`, `access_key_secret`, and for a session
 * `sts_token` and `expiration`. Without an expiration it runs again after 5 minutes.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an invalid option.
 */
export function external(options: ExternalOptions): CredentialSource {
  return externalPlugin.source(options);
}
