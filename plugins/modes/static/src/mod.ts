/**
 * Access keys and STS tokens given in code or in a profile.
 *
 * @module
 */
export { type StaticOptions, staticOptions } from "./options.ts";
export { staticPlugin } from "./plugin.ts";
export { accessKeyMode, stsTokenMode } from "./profile-modes.ts";
export { staticCredentials } from "./source.ts";
