import type { Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { type EcsRamRoleOptions, ecsRamRoleOptions } from "./options.ts";
import { ecsRamRoleMode } from "./profile-mode.ts";
import { ecsRamRole } from "./source.ts";

/** The plugin: the role of an ECS instance, and the profile mode `EcsRamRole`. */
export const ecsRamRolePlugin: Plugin<EcsRamRoleOptions, EcsRamRoleOptions, ProfileMode> = {
  name: NAME,
  options: ecsRamRoleOptions,
  source: ecsRamRole,
  profileModes: [ecsRamRoleMode],
};
