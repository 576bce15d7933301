/**
 * Profiles of the SDKs' INI credentials file as credential sources.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { iniProfile } from "@alicred/ini-profile";
 * import { staticPlugin } from "@alicred/static";
 *
 * const source = iniProfile({ profile: "prod", modes: [staticPlugin] });
 * const { accessKeyId } = await refreshing(source, { host: nodeHost() }).get();
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import { type IniProfileOptions, iniProfileOptions, iniProfileSource, NAME } from "./source.ts";

export { type IniProfileOptions, iniProfileOptions, iniProfileSource } from "./source.ts";

/** The plugin: a profile of the INI credentials file. It hosts the profile modes of the other packages. */
export const iniProfilePlugin: Plugin<IniProfileOptions, IniProfileOptions, never> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: iniProfileOptions,
    source: iniProfileSource,
  });

/**
 * A section of the SDKs' INI credentials file. The file is read at each resolution; while it is unchanged, the source
 * made from it is kept, with its sessions.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options, and for two providers of one mode.
 */
export const iniProfile: (options: IniProfileOptions) => CredentialSource = iniProfilePlugin.source;
