/**
 * Profiles of the aliyun CLI's `config.json` as credential sources.
 *
 * @module
 */
export { type ConfigFile, MAX_FILE_BYTES, parseConfigFile, profilesNamed } from "./config-file.ts";
export { expandHome } from "./expand-home.ts";
export { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
export { sharedConfigPlugin } from "./plugin.ts";
export { sharedConfig } from "./source.ts";
