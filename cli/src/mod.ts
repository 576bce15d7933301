/**
 * The `alicred` command, for programs that embed it.
 *
 * @module
 */
export type { ProgramOptions } from "./command-options.ts";
export { createProgram } from "./program.ts";
export { renderTrace } from "./render-trace.ts";
