/**
 * Credentials from an address or a file that a sidecar or helper provides (`credentials_uri`).
 *
 * @module
 */
export { type CredentialsUriOptions, credentialsUriOptions } from "./options.ts";
export { credentialsUriPlugin } from "./plugin.ts";
export { credentialsUriMode } from "./profile-mode.ts";
export { credentialsUri, uriSource } from "./source.ts";
