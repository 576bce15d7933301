/**
 * Credentials of a person who signed in with OAuth, and the profile mode `OAuth`.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { oauth } from "@alicred/oauth";
 *
 * const store = new Map<string, string>([["refresh", "…"]]);
 * const source = oauth({
 *   site: "INTL",
 *   refreshToken: store.get("refresh"),
 *   onTokens: ({ refreshToken = "" }) => void store.set("refresh", refreshToken),
 * });
 * const resolver = refreshing(source, { host: webHost() });
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { oauthMode } from "./profile-mode.ts";
import { NAME, type OAuthOptions, type OAuthTokens, oauthOptions, oauthSource } from "./source.ts";

export { OAUTH_SITES, type OAuthSite, type SiteAddress } from "./service.ts";
export { type OAuthOptions, type OAuthTokens, oauthMode, oauthOptions };

/** The plugin: credentials of a person who signed in with OAuth, and the profile mode `OAuth`. */
export const oauthPlugin: Plugin<OAuthOptions, OAuthOptions, ProfileMode> = /* @__PURE__ */ defineFieldPlugin(
  {
    name: NAME,
    options: oauthOptions,
    source: oauthSource,
    profileModes: [oauthMode],
  },
);

/**
 * Credentials of a person, in exchange for tokens of a sign-in. The source keeps the tokens that replace them, and
 * passes them to `onTokens`.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options, and without a token.
 */
export function oauth(options: OAuthOptions): CredentialSource {
  return oauthPlugin.source(options);
}
