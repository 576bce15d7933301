/**
 * A RAM role assumed with the token of an OIDC identity provider.
 *
 * @module
 */
export { type OidcOptions, oidcOptions, type VariableFamily } from "./options.ts";
export { oidcPlugin } from "./plugin.ts";
export { oidcMode } from "./profile-mode.ts";
export { oidc, oidcSource } from "./source.ts";
