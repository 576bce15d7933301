/**
 * The `alicred` command, for programs that embed it.
 *
 * @example
 * ```ts
 * import { resolver } from "alicred";
 * import { renderTrace } from "alicred/command";
 *
 * console.log(renderTrace(await resolver().explain()));
 * ```
 *
 * @module
 */
export type { ProgramOptions } from "./command/options.ts";
export { renderTrace } from "./commands/why/render-trace.ts";
export { createProgram } from "./program.ts";
