/**
 * Bearer tokens, and the profile mode `BearerToken`.
 *
 * @example
 * ```ts
 * import { bearerToken } from "@alicred/bearer-token";
 * import { nodeHost } from "@alicred/core/host/node";
 *
 * const token = bearerToken().read(nodeHost());
 * const headers = token && { [token.headerKey ?? "x-acs-bearer-token"]: token.token };
 * ```
 *
 * @module
 */
import { defineFieldPlugin, type Plugin, parseFields } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { bearerTokenMode, readBearerToken } from "./profile-mode.ts";
import type { BearerTokenOptions, BearerTokenSource } from "./source.ts";
import { BearerToken, bearerTokenOptions, bearerTokenSource, NAME } from "./source.ts";

export { BearerToken, type BearerTokenOptions, type BearerTokenSource, bearerTokenMode, readBearerToken };

/** The plugin: bearer tokens, and the profile mode `BearerToken`. */
export const bearerTokenPlugin: Plugin<BearerTokenOptions, BearerTokenOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: bearerTokenOptions,
    source: bearerTokenSource,
    profileModes: [bearerTokenMode],
  });

/**
 * The given bearer token, or that of the environment.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an invalid option.
 */
export function bearerToken(options: BearerTokenOptions = {}): BearerTokenSource {
  // Not by the plugin: its source has no `read`.
  return bearerTokenSource(parseFields(bearerTokenOptions, options, NAME));
}
