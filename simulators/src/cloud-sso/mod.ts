/**
 * The sign-in portal of CloudSSO, simulated.
 * @module
 */
export { createCloudSso } from "./app.ts";
export type { CloudSsoControl } from "./control.ts";
