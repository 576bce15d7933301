import type { Plugin } from "@alicred/core";
import { type AssumeRoleOptions, assumeRoleOptions } from "./options.ts";
import { chainableRamRoleArnMode, ramRoleArnMode, ramRoleArnWithRoleNameMode } from "./profile-modes.ts";
import { assumeRole } from "./source.ts";

/** The plugin: an assumed role, and the profile modes `RamRoleArn`, `ChainableRamRoleArn`, `RamRoleArnWithRoleName`. */
export const assumeRolePlugin: Plugin<AssumeRoleOptions> = {
  name: "assume-role",
  options: assumeRoleOptions,
  source: assumeRole,
  profileModes: [ramRoleArnMode, chainableRamRoleArnMode, ramRoleArnWithRoleNameMode],
};
