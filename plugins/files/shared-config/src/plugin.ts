import type { Plugin } from "@alicred/core";
import { NAME } from "./name.ts";
import { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
import { sharedConfig } from "./source.ts";

/** The plugin: a profile of the shared `config.json`. It hosts the profile modes of the other packages. */
export const sharedConfigPlugin: Plugin<SharedConfigOptions> = {
  name: NAME,
  options: sharedConfigOptions,
  source: sharedConfig,
  profileModes: [],
};
