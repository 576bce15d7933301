/**
 * Credentials of a CloudSSO access configuration, and the profile mode `CloudSSO`.
 *
 * @module
 */
export { type CloudSsoOptions, cloudSsoOptions } from "./options.ts";
export { cloudSsoPlugin } from "./plugin.ts";
export { cloudSsoMode } from "./profile-mode.ts";
export { cloudSso } from "./source.ts";
