import type { Plugin } from "@alicred/core";
import { type AssumeRoleOptions, assumeRoleOptions } from "./options.ts";
import { chainableRamRoleArnMode, ramRoleArnMode } from "./profile-modes.ts";
import { assumeRole } from "./source.ts";

/** The plugin: an assumed role, and the profile modes `RamRoleArn` and `ChainableRamRoleArn`. */
export const assumeRolePlugin: Plugin<AssumeRoleOptions> = {
  name: "assume-role",
  options: assumeRoleOptions,
  source: assumeRole,
  profileModes: [ramRoleArnMode, chainableRamRoleArnMode],
};
