import type { TraceEntry } from "@alicred/core";
import { plain } from "../../terminal/terminal.ts";
import { traceLines } from "./trace-view.ts";

/**
 * A trace, such as `explain()` returns, as the tree that `alicred why` prints: lines of visible characters, without
 * colours, each ended by a line break.
 *
 * @example
 * ```ts
 * import { resolver } from "alicred";
 * import { renderTrace } from "alicred/command";
 *
 * process.stdout.write(renderTrace(await resolver().explain()));
 * ```
 */
export function renderTrace(trace: TraceEntry): string {
  return traceLines(trace)
    .map((line) => `${plain(line)}\n`)
    .join("");
}
