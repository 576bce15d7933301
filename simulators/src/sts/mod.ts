/**
 * The security token service, simulated.
 * @module
 */
export { createSts } from "./app.ts";
