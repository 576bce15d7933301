/**
 * Profiles of the aliyun CLI's `config.json` as credential sources.
 *
 * @module
 */
export { type ConfigFile, DEFAULT_CONFIG_FILE, parseConfigFile, profilesNamed } from "./config-file.ts";
export { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
export { sharedConfigPlugin } from "./plugin.ts";
export { type ProfileSelection, sharedConfig, sharedConfigSource } from "./source.ts";
