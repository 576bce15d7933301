import {
  ask,
  type CredentialSource,
  type Credentials,
  type EventListener,
  type Host,
  RefusedError,
  type Resolver,
  type ResolverEvent,
  refreshing,
  type TraceEntry,
} from "@alicred/core";
import { printError, printWarning } from "../terminal/terminal.ts";
import { COMMAND_TIMEOUT_MS, commandHost, dismissable, withoutSwitches } from "./host.ts";
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
  /** The credentials of the last resolution or explanation. */
  credentials(): Credentials | undefined;
  /** The region that came with the credentials of the last resolution. */
  region(): string | undefined;
  /**
   * Leaves signals and the terminal to `work` from now on, for work that continues although a signal arrives. Programs that
   * a refresh starts cannot ask at the terminal any longer.
   */
  giveUpTerminal(): void;
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
  const own = commandHost(options.allowUnsaved);
  const isByName = options.profile !== undefined && options.as === undefined;
  const { host, dismiss } = dismissable(isByName ? withoutSwitches(own) : own);
  const sourceOptions = await readSourceOptions(options, program, host);
  const { kept, drop, settled } = await keptSource(options, sourceOptions, host);
  const { source, trace, credentials, region } = traced(kept);
  const resolver = refreshing(source, {
    host,
    refreshTimeoutMs: COMMAND_TIMEOUT_MS,
    ...debugListener(host, options.debug),
  });
  let ending: Promise<unknown> | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    resolver.close();
    release();
    // Runs that wait for the lease of this one would otherwise wait for seconds.
    const done = settled?.() ?? Promise.resolve();
    ending = done.finally(() => process.kill(process.pid, signal));
  };
  const release = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const giveUpTerminal = (): void => {
      release();
      dismiss();
    };
    await work({ resolver, host, sourceOptions, trace, credentials, region, giveUpTerminal });
  } catch (thrown) {
    // The signal says it all.
    await ending;
    if (isRefused(thrown)) await drop?.();
    throw thrown;
  } finally {
    release();
    resolver.close();
  }
}

/** The source of the command, with its sessions kept between runs where that is asked for. */
async function keptSource(
  options: CommandOptions,
  sourceOptions: SourceOptions,
  host: Host,
): Promise<{
  readonly kept: CredentialSource;
  readonly drop?: () => Promise<void>;
  readonly settled?: () => Promise<void>;
}> {
  const source = await commandSource(sourceOptions);
  if (!(options.cache ?? host.env?.("ALICRED_CACHE"))) return { kept: source };
  const { wantsCache, withSessionCache } = await import("./sessions/session-cache.ts");
  if (!wantsCache(options, host)) return { kept: source };
  const kept = withSessionCache(source, host, sourceOptions);
  return { kept, drop: () => kept.drop(), settled: () => kept.settled() };
}

/** Whether a service refused the credentials themselves: they may have been revoked. */
function isRefused(thrown: unknown): boolean {
  if (!(thrown instanceof RefusedError)) return false;
  const { status, serverCode = "" } = thrown;
  return status === 401 || status === 403 || /SecurityToken|AccessKeyId/.test(serverCode);
}

/** The listener of `--debug`. There is none where `ALICRED_DEBUG` already makes the host print the same events. */
export function debugListener(host: Host, isDebug = false): { readonly onEvent?: EventListener } {
  return isDebug && host.listener?.(undefined) === undefined ? { onEvent: printEvent } : {};
}

/** Prints an event of the resolver to standard error. Events hold no secrets. */
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
): Pick<CommandTools, "trace" | "credentials" | "region"> & { source: CredentialSource } {
  let latest: TraceEntry | undefined;
  let held: Credentials | undefined;
  let region: string | undefined;
  return {
    trace: () => latest,
    credentials: () => held,
    region: () => region,
    // Without `close`: what the command handed out may still be in use.
    source: {
      name: source.name,
      transparent: true,
      async resolve(context) {
        const answer = await ask(context, source);
        latest = context.notes.children.at(-1);
        held = answer.outcome === "credentials" ? answer.credentials : undefined;
        region = answer.outcome === "credentials" ? answer.region : undefined;
        return answer;
      },
    },
  };
}
