/**
 * Profiles of the aliyun CLI's `config.json` as credential sources.
 *
 * @module
 */
export { type ConfigFile, DEFAULT_CONFIG_FILE, parseConfigFile, profilesNamed } from "./config-file.ts";
export { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
export { sharedConfigPlugin } from "./plugin.ts";
export { presentFields, textField } from "./profile-fields.ts";
export {
  type LackingProfile,
  type NoProfile,
  type ProfileSelection,
  regionOf,
  type SelectedProfile,
  selectProfile,
} from "./select-profile.ts";
export {
  type ProfileModes,
  type SharedConfigSourceOptions,
  selectedProfileAnswers,
  sharedConfig,
  sharedConfigSource,
} from "./source.ts";
