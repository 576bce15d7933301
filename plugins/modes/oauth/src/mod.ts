/**
 * Credentials of a person who signed in with OAuth, and the profile mode `OAuth`.
 *
 * @module
 */
export { type OAuthOptions, type OAuthTokens, oauthOptions } from "./options.ts";
export { oauthPlugin } from "./plugin.ts";
export { oauthMode } from "./profile-mode.ts";
export { OAUTH_SITES, type OAuthSite, type SiteAddress } from "./sites.ts";
export { oauth } from "./source.ts";
