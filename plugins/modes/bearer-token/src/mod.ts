/**
 * Bearer tokens, and the profile mode `BearerToken`.
 *
 * @module
 */
export { BearerToken } from "./bearer-token.ts";
export { type BearerTokenOptions, bearerTokenOptions } from "./options.ts";
export { bearerTokenPlugin } from "./plugin.ts";
export { bearerTokenMode, readBearerToken } from "./profile-mode.ts";
export { type BearerTokenSource, bearerToken } from "./source.ts";
