import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type AssumeRoleOptions, assumeRoleOptions } from "./options.ts";
import { chainableRamRoleArnMode, ramRoleArnMode, ramRoleArnWithRoleNameMode } from "./profile-modes.ts";
import { assumeRole } from "./source.ts";

/** The plugin: an assumed role, and the profile modes `RamRoleArn`, `ChainableRamRoleArn`, `RamRoleArnWithRoleName`. */
export const assumeRolePlugin: Plugin<AssumeRoleOptions, AssumeRoleOptions, ProfileMode> = {
  name: NAME,
  options: assumeRoleOptions,
  source: assumeRole,
  profileModes: [ramRoleArnMode, chainableRamRoleArnMode, ramRoleArnWithRoleNameMode],
};
