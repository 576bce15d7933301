import type { Plugin } from "@alicred/core";
import { NAME } from "./name.ts";
import { type IniProfileOptions, iniProfileOptions } from "./options.ts";
import { iniProfile } from "./source.ts";

/** The plugin: a profile of the INI credentials file. It hosts the profile modes of the other packages. */
export const iniProfilePlugin: Plugin<IniProfileOptions> = {
  name: NAME,
  options: iniProfileOptions,
  source: iniProfile,
  profileModes: [],
};
