/**
 * A RAM role assumed with the token of an OIDC identity provider.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { oidc } from "@alicred/oidc";
 *
 * // In a pod whose service account has a role, the environment says everything.
 * const resolver = refreshing(oidc(), { host: nodeHost() });
 * ```
 *
 * @module
 */
import { defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { oidcMode } from "./profile-mode.ts";
import { NAME, type OidcOptions, oidcOptions, oidcSource } from "./source.ts";

export type { VariableFamily } from "./settings.ts";
export { type OidcOptions, oidc, oidcOptions, oidcSource } from "./source.ts";
export { oidcMode };

/** The plugin: a role assumed with an OIDC token, and the profile mode `OIDC`. */
export const oidcPlugin: Plugin<OidcOptions, OidcOptions, ProfileMode> = /* @__PURE__ */ defineFieldPlugin({
  name: NAME,
  options: oidcOptions,
  source: oidcSource,
  profileModes: [oidcMode],
});
