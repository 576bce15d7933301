/**
 * Credentials of a CloudSSO access configuration, and the profile mode `CloudSSO`.
 *
 * @example
 * ```ts
 * import { cloudSso } from "@alicred/cloud-sso";
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 *
 * const source = cloudSso({
 *   signInUrl: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
 *   accountId: "123456789012",
 *   accessConfigurationId: "ac-…",
 *   accessToken: "…",
 * });
 * const resolver = refreshing(source, { host: webHost() });
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { cloudSsoMode } from "./profile-mode.ts";
import { type CloudSsoOptions, cloudSsoOptions, cloudSsoSource, NAME } from "./source.ts";

export { type CloudSsoOptions, cloudSsoMode, cloudSsoOptions };

/** The plugin: credentials of a CloudSSO access configuration, and the profile mode `CloudSSO`. */
export const cloudSsoPlugin: Plugin<CloudSsoOptions, CloudSsoOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: cloudSsoOptions,
    source: cloudSsoSource,
    profileModes: [cloudSsoMode],
  });

/**
 * Credentials of a CloudSSO access configuration, in exchange for the access token of a sign-in.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options.
 */
export function cloudSso(options: CloudSsoOptions): CredentialSource {
  return cloudSsoPlugin.source(options);
}
