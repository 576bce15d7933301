import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type StaticOptions, staticOptions } from "./options.ts";
import { accessKeyMode, stsTokenMode } from "./profile-modes.ts";
import { staticCredentials } from "./source.ts";

/** The plugin: fixed credentials, and the profile modes `AK` and `StsToken`. */
export const staticPlugin: Plugin<StaticOptions, StaticOptions, ProfileMode> = {
  name: NAME,
  options: staticOptions,
  source: staticCredentials,
  profileModes: [accessKeyMode, stsTokenMode],
};
