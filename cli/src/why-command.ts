import { withResolver } from "./command-resolver.ts";
import type { CommandOptions } from "./program.ts";
import { print, printJson } from "./terminal.ts";
import { traceLines } from "./trace-view.ts";

/** `alicred why`: the trace of a resolution, as a tree or as JSON. Fails when no source has credentials. */
export function whyCommand(options: CommandOptions): Promise<void> {
  return withResolver(options, async ({ resolver }) => {
    const trace = await resolver.explain();
    if (options.json) printJson(trace);
    else print(traceLines(trace));
    if (trace.outcome !== "credentials" && trace.outcome !== "would-answer") process.exitCode = 1;
  });
}
