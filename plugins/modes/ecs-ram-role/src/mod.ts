/**
 * The RAM role of an ECS instance, from its metadata service.
 *
 * @module
 */
export { type EcsRamRoleOptions, ecsRamRoleOptions } from "./options.ts";
export { ecsRamRolePlugin } from "./plugin.ts";
export { ecsRamRoleMode } from "./profile-mode.ts";
export { ecsRamRole, metadataSource } from "./source.ts";
