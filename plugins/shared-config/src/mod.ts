/**
 * Profiles of the aliyun CLI's `config.json` as credential sources.
 *
 * @module
 */
export { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
export { sharedConfigPlugin } from "./plugin.ts";
export { expandHome } from "./selection.ts";
export { sharedConfig } from "./source.ts";
