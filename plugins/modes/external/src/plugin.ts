import type { Plugin } from "@alicred/core";
import { NAME } from "./name.ts";
import { type ExternalOptions, externalOptions } from "./options.ts";
import { externalMode } from "./profile-mode.ts";
import { external } from "./source.ts";

/** The plugin: credentials printed by a command, and the profile mode `External`. */
export const externalPlugin: Plugin<ExternalOptions> = {
  name: NAME,
  options: externalOptions,
  source: external,
  profileModes: [externalMode],
};
