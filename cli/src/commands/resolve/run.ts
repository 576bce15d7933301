import type { Credentials, Host } from "@alicred/core";
import { wrongUse } from "../../command/command-error.ts";
import { reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { type CommandTools, printWarnings, withResolver } from "../../command/resolver.ts";
import { blockRegion } from "../../command/sources.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { profileOf } from "../exec/profile-of.ts";
import { asCall } from "./call-chain.ts";
import type { Format } from "./format-names.ts";
import { type Caller, printFormat } from "./print-format.ts";
import { formatsText } from "./text.ts";

/** The options of `resolve`. */
export interface ResolveOptions extends CommandOptions {
  readonly format?: Format;
  /** Whether STS is asked whose they are. */
  readonly who?: boolean;
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
    async () => {
      if (options.who && format !== "table" && format !== "json")
        throw wrongUse(formatsText().whoHasNoPlace(format));
      await asCall(options.profile, options.configFile, () =>
        withResolver(keptFor(format, options), program, (tools) => printCredentials(tools, format, options)),
      );
    },
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
  { profile, minTtl = 0, who = false }: ResolveOptions,
): Promise<void> {
  const { resolver, host, sourceOptions, trace, region: regionOfProfile } = tools;
  try {
    const credentials = await whileWaiting(formatsText().asking, resolver.get({ minTtlMs: minTtl }));
    const region = (await blockRegion(sourceOptions, host)) ?? regionOfProfile();
    const identity = { credentials, region, profile: profile ?? profileOf(trace()) };
    const caller = who ? await callerOf(host, credentials, region) : undefined;
    await printFormat(format, identity, host, caller);
  } finally {
    const entry = trace();
    if (entry !== undefined) printWarnings([entry]);
  }
}

/** Whose credentials these are, as STS says. */
async function callerOf(host: Host, credentials: Credentials, region: string | undefined): Promise<Caller> {
  const { askIdentity, identityText } = await import("../whoami/identity.ts");
  const identity = await askIdentity(host, credentials, region);
  return { identity, text: identityText(identity) };
}
