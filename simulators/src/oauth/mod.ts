/**
 * The OAuth service by which the command line signs in, simulated.
 * @module
 */
export { createOAuth } from "./app.ts";
export type { OAuthControl } from "./control.ts";
