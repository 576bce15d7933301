/**
 * OpenID Connect issuers, simulated.
 * @module
 */
export { createOidcIssuer } from "./app.ts";
export type { OidcIssuer, TokenRequest } from "./issuer.ts";
export type { SigningKey } from "./key-ring.ts";
