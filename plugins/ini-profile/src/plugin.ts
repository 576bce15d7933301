import type { Plugin } from "@alicred/core";
import { type IniProfileOptions, iniProfileOptions } from "./options.ts";
import { iniProfile } from "./source.ts";

/** The plugin: a profile of the INI credentials file. It hosts the profile modes of the other packages. */
export const iniProfilePlugin: Plugin<IniProfileOptions> = {
  name: "ini-profile",
  options: iniProfileOptions,
  source: iniProfile,
};
