import { reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { type CommandTools, printWarnings, withResolver } from "../../command/resolver.ts";
import { blockRegion } from "../../command/sources.ts";
import { profileOf } from "../exec/profile-of.ts";
import { asCall } from "./call-chain.ts";
import type { Format } from "./format-names.ts";
import { printFormat } from "./print-format.ts";

/** The options of `resolve`. */
export interface ResolveOptions extends CommandOptions {
  readonly format?: Format;
  /** How long the credentials must be valid. */
  readonly minTtl?: number;
}

/**
 * `alicred resolve`: credentials in a form for programs, or a summary without secrets for people. Warnings go to standard
 * error. As the command of an external profile, it fails in one line.
 */
export function resolveCommand(options: ResolveOptions, program: ProgramOptions): Promise<void> {
  const format = options.format ?? (options.json ? "json" : "table");
  return reportFailure(
    () =>
      asCall(options.profile, options.configFile, () =>
        withResolver(keptFor(format, options), program, (tools) => printCredentials(tools, format, options)),
      ),
    { isOneLine: format === "external" },
  );
}

/** The command of an external profile runs at every call of a tool: its sessions are kept unless that is refused. */
function keptFor(format: Format, options: ResolveOptions): ResolveOptions {
  const isOpen = options.cache === undefined && !process.env["ALICRED_CACHE"];
  return format === "external" && isOpen ? { ...options, cache: true } : options;
}

async function printCredentials(
  tools: CommandTools,
  format: Format,
  { profile, minTtl = 0 }: ResolveOptions,
): Promise<void> {
  const { resolver, host, sourceOptions, trace, region: regionOfProfile } = tools;
  try {
    const credentials = await resolver.get({ minTtlMs: minTtl });
    const region = (await blockRegion(sourceOptions, host)) ?? regionOfProfile();
    const identity = { credentials, region, profile: profile ?? profileOf(trace()) };
    await printFormat(format, identity, host);
  } finally {
    const entry = trace();
    if (entry !== undefined) printWarnings([entry]);
  }
}
