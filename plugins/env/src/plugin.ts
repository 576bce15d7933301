import type { Plugin } from "@alicred/core";
import { type EnvOptions, envOptions } from "./options.ts";
import { envCredentials } from "./source.ts";

/** The plugin: credentials from environment variables. */
export const envPlugin: Plugin<EnvOptions> = {
  name: "env",
  options: envOptions,
  source: envCredentials,
};
