/**
 * Credentials printed by a command, and the profile mode `External`.
 *
 * @module
 */
export { type ExternalOptions, externalOptions } from "./options.ts";
export { externalPlugin } from "./plugin.ts";
export { externalMode } from "./profile-mode.ts";
export { external } from "./source.ts";
export { splitCommand } from "./split-command.ts";
