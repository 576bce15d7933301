import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { withResolver } from "../../command/resolver.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { type Comparison, compared } from "./comparison.ts";
import { comparisonLines } from "./comparison-view.ts";
import { COMPARED, type ComparedTool } from "./reasons.ts";
import { whyText } from "./text.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** `alicred why --compare`. */
export async function compareCommand(options: CommandOptions, program: ProgramOptions): Promise<void> {
  const verdicts = new Map<ComparedTool, Verdict>();
  let nowMs = 0;
  for (const as of COMPARED) {
    // The block is Terraform's alone.
    const { providerConfig: _block, providerAlias: _alias, compat: _compat, ...others } = options;
    await withResolver({ ...(as === "terraform" ? options : others), as }, program, async (tools) => {
      const trace = await whileWaiting(whyText().asking, tools.resolver.explain());
      verdicts.set(as, await verdictOf(tools, trace));
      nowMs = tools.host.clock.now();
    });
  }
  const comparison = compared(Object.fromEntries(verdicts) as Comparison["verdicts"], process.env);
  if (options.json) printJson(asData(comparison));
  else print(comparisonLines(comparison, nowMs));
}

/** The comparison for programs: codes and names, no sentences. */
function asData({ verdicts, isSame, reasons, command }: Comparison): unknown {
  const tools = COMPARED.map((tool) => {
    const { outcome, accessKeyId, roleArn, profile, from, expiration, region, error } = verdicts[tool];
    return [
      tool,
      {
        outcome,
        accessKeyId,
        roleArn,
        profile,
        from,
        expiration: expiration?.toISOString(),
        // The SDKs leave the region to the program.
        ...(region?.from && { region: region.value, regionFrom: region.from }),
        error: error?.code,
      },
    ] as const;
  });
  return { same: isSame, tools: Object.fromEntries(tools), reasons, command };
}
