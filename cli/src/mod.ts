/**
 * The `alicred` command, for programs that embed it.
 *
 * @module
 */
export type { ProgramOptions } from "./command/options.ts";
export { renderTrace } from "./commands/why/render-trace.ts";
export { createProgram } from "./program.ts";
