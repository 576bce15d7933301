/**
 * Profiles of the aliyun CLI's `config.json` as credential sources.
 *
 * @example
 * ```ts
 * import { assumeRolePlugin } from "@alicred/assume-role";
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { sharedConfig } from "@alicred/shared-config";
 * import { staticPlugin } from "@alicred/static";
 *
 * const source = sharedConfig({ profile: "prod", modes: [staticPlugin, assumeRolePlugin] });
 * const { accessKeyId } = await refreshing(source, { host: nodeHost() }).get();
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import { NAME } from "./config-file.ts";
import type { SharedConfigOptions } from "./source.ts";
import { completeOptions, sharedConfigOptions, sharedConfigSource } from "./source.ts";

export {
  type ConfigFile,
  DEFAULT_CONFIG_FILE,
  parseConfigFile,
  presentFields,
  profilesNamed,
  textField,
} from "./config-file.ts";
export type { LackingProfile, NoProfile, ProfileSelection, SelectedProfile } from "./select-profile.ts";
export { regionOf, selectProfile } from "./select-profile.ts";
export type { ProfileModes, SharedConfigOptions, SharedConfigSourceOptions } from "./source.ts";
export {
  type ProfileAnswers,
  selectedProfileAnswers,
  sharedConfigOptions,
  sharedConfigSource,
} from "./source.ts";

/** The plugin: a profile of the shared `config.json`. It hosts the profile modes of the other packages. */
export const sharedConfigPlugin: Plugin<SharedConfigOptions, SharedConfigOptions, never> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: sharedConfigOptions,
    source: (options) => sharedConfigSource(completeOptions(options)),
  });

/**
 * A profile of the shared `config.json`. The file is read at each resolution; while it is unchanged, the source made
 * from it is kept, with its sessions.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options, and for two providers of one mode.
 */
export const sharedConfig: (options: SharedConfigOptions) => CredentialSource = sharedConfigPlugin.source;
