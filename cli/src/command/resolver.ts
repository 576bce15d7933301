import {
  ask,
  type CredentialSource,
  type Host,
  type Resolver,
  type ResolverEvent,
  refreshing,
  type TraceEntry,
} from "@alicred/core";
import { printError, printWarning } from "../terminal/terminal.ts";
import { COMMAND_TIMEOUT_MS, commandHost } from "./host.ts";
import type { CommandOptions, ProgramOptions, SourceOptions } from "./options.ts";
import { readSourceOptions } from "./source-options.ts";
import { commandSource } from "./sources.ts";

/** The resolver of a command, and its surroundings. */
export interface CommandTools {
  readonly resolver: Resolver;
  readonly host: Host;
  readonly sourceOptions: SourceOptions;
  /** The trace of the last resolution, once there is one. */
  trace(): TraceEntry | undefined;
  /** The region that came with the credentials of the last resolution. */
  region(): string | undefined;
  /** Leaves signals to `work` from now on, for work that goes on although one arrives. */
  releaseSignals(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work` with the resolver of a command. A
 * signal ends programs that were started before it ends the command.
 */
export async function withResolver(
  options: CommandOptions,
  program: ProgramOptions,
  work: (tools: CommandTools) => Promise<void>,
): Promise<void> {
  const host = commandHost(options.allowUnsaved);
  const sourceOptions = await readSourceOptions(options, program, host);
  const { source, trace, region } = traced(await commandSource(sourceOptions));
  const resolver = refreshing(source, {
    host,
    refreshTimeoutMs: COMMAND_TIMEOUT_MS,
    ...(options.debug && { onEvent: printEvent }),
  });
  const onSignal = (signal: NodeJS.Signals): void => {
    resolver.close();
    release();
    process.kill(process.pid, signal);
  };
  const release = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    await work({ resolver, host, sourceOptions, trace, region, releaseSignals: release });
  } finally {
    release();
    resolver.close();
  }
}

/** Prints an event of the resolver to standard error, for `--debug`. Events hold no secrets. */
function printEvent({ type, ...details }: ResolverEvent): void {
  printError([[{ style: "dim", text: `debug: ${type} ${JSON.stringify(details)}` }]]);
}

/** Prints the warnings of a trace to standard error, each once. */
export function printWarnings(entries: readonly TraceEntry[]): void {
  for (const warning of new Set(entries.flatMap(warningsOf))) printWarning(warning);
}

function warningsOf({ warnings, children }: TraceEntry): readonly string[] {
  return [...warnings, ...children.flatMap(warningsOf)];
}

/** The source, and of the latest resolution the trace entry and the region, which `get` does not give. */
function traced(
  source: CredentialSource,
): Pick<CommandTools, "trace" | "region"> & { source: CredentialSource } {
  let latest: TraceEntry | undefined;
  let region: string | undefined;
  return {
    trace: () => latest,
    region: () => region,
    source: {
      name: source.name,
      transparent: true,
      async resolve(context) {
        const answer = await ask(context, source);
        latest = context.notes.children.at(-1);
        region = answer.outcome === "credentials" ? answer.region : undefined;
        return answer;
      },
    },
  };
}
