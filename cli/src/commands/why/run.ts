import { reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { withResolver } from "../../command/resolver.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { traceLines } from "./trace-view.ts";

/** `alicred why`: the trace of a resolution, as a tree or as JSON. Fails when no source has credentials. */
export function whyCommand(options: CommandOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(() => explain(options, program));
}

function explain(options: CommandOptions, program: ProgramOptions): Promise<void> {
  return withResolver(options, program, async ({ resolver }) => {
    const trace = await resolver.explain();
    if (options.json) printJson(trace);
    else print(traceLines(trace));
    if (trace.outcome !== "credentials" && trace.outcome !== "would-answer") process.exitCode = 1;
  });
}
