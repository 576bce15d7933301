import { reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { type CommandTools, withResolver } from "../../command/resolver.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { outputColumns, print, printJson, wrap } from "../../terminal/terminal.ts";
import { answerLines } from "./answer.ts";
import { whyText } from "./text.ts";
import { traceLines } from "./trace-view.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** The options of `why`. */
export interface WhyOptions extends CommandOptions {
  /** Whether Terraform, the SDKs and the CLI are put side by side. */
  readonly compare?: boolean;
}

/**
 * `alicred why`: the answer in a sentence, and the trace of the resolution as a tree; or the trace as JSON. That there are
 * no credentials is an answer too: the command fails only when it cannot explain.
 */
export function whyCommand(options: WhyOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(async () => {
    if (options.compare) {
      const { compareCommand } = await import("./compare.ts");
      await compareCommand(options, program);
      return;
    }
    await withResolver(options, program, (tools) => explain(tools, options));
  });
}

async function explain(tools: CommandTools, options: WhyOptions): Promise<void> {
  const trace = await whileWaiting(whyText().asking, tools.resolver.explain());
  if (options.json) {
    printJson(trace);
    return;
  }
  const verdict = await verdictOf(tools, trace);
  print([...answerLines(verdict, tools.host.clock.now()), "", ...traceLines(trace)]);
  const note = options.as === "cli" ? ossutilNote(verdict) : undefined;
  if (note !== undefined) print(["", ...wrap([{ style: "yellow", text: note }], outputColumns())]);
}

/** Notes on how `aliyun ossutil` reads the profile, where that differs from the CLI itself. */
function ossutilNote({ mode }: Verdict): string | undefined {
  if (/^(?:external|cloudsso|oauth|chainableramrolearn)$/i.test(mode ?? "")) return whyText().ossutilSnapshot;
  return /^ramrolearn$/i.test(mode ?? "") ? whyText().ossutilRole : undefined;
}
