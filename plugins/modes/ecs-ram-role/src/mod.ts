/**
 * The RAM role of an ECS instance, from its metadata service.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { ecsRamRole } from "@alicred/ecs-ram-role";
 *
 * const resolver = refreshing(ecsRamRole(), { host: nodeHost() });
 * ```
 *
 * @module
 */
import { type CredentialSource, defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { ecsRamRoleMode } from "./profile-mode.ts";
import { type EcsRamRoleOptions, ecsRamRoleOptions, metadataSource, NAME } from "./source.ts";

export type { MetadataTokenOptions } from "./metadata.ts";
export { type EcsRamRoleOptions, ecsRamRoleMode, metadataSource };

/** The plugin: the role of an ECS instance, and the profile mode `EcsRamRole`. */
export const ecsRamRolePlugin: Plugin<EcsRamRoleOptions, EcsRamRoleOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: ecsRamRoleOptions,
    source: (options) => metadataSource(options, "argument roleName"),
    profileModes: [ecsRamRoleMode],
  });

/**
 * A source for the RAM role of the ECS instance that this runs on. If no role is named and no metadata service answers,
 * the source is not configured; if a role is named, that is a failure.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an invalid option.
 */
export function ecsRamRole(options: EcsRamRoleOptions = {}): CredentialSource {
  return ecsRamRolePlugin.source(options);
}
