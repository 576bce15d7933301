/**
 * A RAM role assumed on top of any source.
 *
 * @example
 * ```ts
 * import { assumeRole } from "@alicred/assume-role";
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 *
 * const source = assumeRole({ from: envCredentials(), roleArn: "acs:ram::123456789012:role/admin" });
 * const resolver = refreshing(source, { host: nodeHost() });
 * ```
 *
 * @module
 */
import { defineFieldPlugin, type Plugin } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { chainableRamRoleArnMode, ramRoleArnMode, ramRoleArnWithRoleNameMode } from "./profile-mode.ts";
import { type AssumeRoleOptions, assumeRoleOptions, NAME, roleSource } from "./source.ts";

export type { RoleOptions } from "@alicred/sts";
export * from "./profile-mode.ts";
export { type AssumeRoleOptions, assumeRole, assumeRoleOptions, roleSource } from "./source.ts";

/** The plugin: an assumed role, and the profile modes `RamRoleArn`, `ChainableRamRoleArn`, `RamRoleArnWithRoleName`. */
export const assumeRolePlugin: Plugin<AssumeRoleOptions, AssumeRoleOptions, ProfileMode> =
  /* @__PURE__ */ defineFieldPlugin({
    name: NAME,
    options: assumeRoleOptions,
    source: roleSource,
    profileModes: [ramRoleArnMode, chainableRamRoleArnMode, ramRoleArnWithRoleNameMode],
  });
