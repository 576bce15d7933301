/**
 * What works without files and processes.
 *
 * @module
 */
export { type EdgeOptions, edge } from "./edge.ts";
