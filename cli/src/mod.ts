/**
 * The `alicred` command, for programs that embed it.
 *
 * @module
 */
export { createProgram } from "./program.ts";
