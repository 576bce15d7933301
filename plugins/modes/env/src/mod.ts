/**
 * Credentials from environment variables, all three families of names.
 *
 * @module
 */
export type { FamilyName } from "./families.ts";
export { type EnvOptions, envOptions } from "./options.ts";
export { envPlugin } from "./plugin.ts";
export { envCredentials, envSource } from "./source.ts";
