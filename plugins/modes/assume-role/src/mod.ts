/**
 * A RAM role assumed on top of any source.
 *
 * @module
 */
export { type AssumeRoleOptions, assumeRoleOptions, type RoleOptions } from "./options.ts";
export { assumeRolePlugin } from "./plugin.ts";
export {
  chainableRamRoleArnMode,
  ramRoleArnMode,
  ramRoleArnSource,
  ramRoleArnWithRoleNameMode,
} from "./profile-modes.ts";
export { assumeRole, roleSource } from "./source.ts";
