import { refreshing } from "@alicred/core";
import { COMMAND_TIMEOUT_MS, commandHost } from "./command-host.ts";
import type { CommandOptions } from "./program.ts";
import { withProviderBlock } from "./provider-config.ts";
import { commandSource } from "./sources.ts";
import { renderTrace } from "./trace-view.ts";

/** `alicred why`: the trace of a resolution, as a tree or as JSON. Fails when no source has credentials. */
export async function whyCommand(options: CommandOptions): Promise<void> {
  const resolver = refreshing(commandSource(await withProviderBlock(options)), {
    host: commandHost(),
    refreshTimeoutMs: COMMAND_TIMEOUT_MS,
  });
  const trace = await resolver.explain();
  resolver.close();
  process.stdout.write(options.json ? `${JSON.stringify(trace)}\n` : renderTrace(trace));
  if (trace.outcome !== "credentials") process.exitCode = 1;
}
