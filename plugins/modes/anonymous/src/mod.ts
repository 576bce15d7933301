/**
 * No credentials, by design, and the profile mode `Anonymous`.
 *
 * @module
 */
export { type AnonymousOptions, anonymousOptions } from "./options.ts";
export { anonymousPlugin } from "./plugin.ts";
export { anonymousMode } from "./profile-mode.ts";
export { anonymous } from "./source.ts";
