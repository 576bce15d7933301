import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type ExternalOptions, externalOptions } from "./options.ts";
import { externalMode } from "./profile-mode.ts";
import { external } from "./source.ts";

/** The plugin: credentials printed by a command, and the profile mode `External`. */
export const externalPlugin: Plugin<ExternalOptions, ExternalOptions, ProfileMode> = {
  name: NAME,
  options: externalOptions,
  source: external,
  profileModes: [externalMode],
};
