/**
 * Addresses that hand out credentials (`credentials_uri`), simulated.
 * @module
 */
export { createCredentialsUri } from "./app.ts";
export type { CredentialsDocument } from "./documents.ts";
