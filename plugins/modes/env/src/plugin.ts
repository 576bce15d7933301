import type { Plugin } from "@alicred/core";
import { NAME } from "./name.ts";
import { type EnvOptions, envOptions } from "./options.ts";
import { envCredentials } from "./source.ts";

/** The plugin: credentials from environment variables. */
export const envPlugin: Plugin<EnvOptions, EnvOptions, never> = {
  name: NAME,
  options: envOptions,
  source: envCredentials,
  profileModes: [],
};
