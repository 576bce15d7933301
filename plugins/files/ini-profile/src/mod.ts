/**
 * Profiles of the SDKs' INI credentials file as credential sources.
 *
 * @module
 */
export { type IniProfileOptions, iniProfileOptions } from "./options.ts";
export { iniProfilePlugin } from "./plugin.ts";
export { iniProfile } from "./source.ts";
