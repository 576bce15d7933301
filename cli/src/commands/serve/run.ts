import type { Credentials, Host } from "@alicred/core";
import { wrongUse } from "../../command/command-error.ts";
import { printFailure, reportFailure } from "../../command/failure.ts";
import type { CommandOptions, ProgramOptions } from "../../command/options.ts";
import { type CommandTools, withResolver } from "../../command/resolver.ts";
import { blockRegion } from "../../command/sources.ts";
import { profileOf } from "../exec/profile-of.ts";
import { chooseAddress } from "./address.ts";
import type { Served } from "./document.ts";
import { type Listening, listen } from "./http.ts";
import { METADATA_METHODS, metadataRoute } from "./metadata-route.ts";
import { serveText } from "./text.ts";
import { serverToken } from "./token.ts";
import { URI_METHODS, uriPath, uriRoute } from "./uri-route.ts";
import { printServing, type ServingProfile } from "./view.ts";

/** The options of `alicred serve`. */
export interface ServeOptions extends CommandOptions {
  readonly port: number;
  readonly ecs?: true;
  readonly host?: string;
  readonly container?: string | true;
  readonly tokenFile?: string;
  readonly printEnv?: string;
}

/** An identity that is served, with its first credentials. */
interface Started extends Served {
  /** `undefined`: there are none now, and the reason was told. */
  readonly credentials: Credentials | undefined;
}

/** `alicred serve`: serves credentials until it is told to stop, and says where. */
export function serveCommand(
  names: readonly string[],
  options: ServeOptions,
  program: ProgramOptions,
): Promise<void> {
  return reportFailure(async () => {
    refuseContradictions(names, options);
    const profiles = names.length === 0 ? [options.profile] : names;
    await withResolvers(profiles, options, program, (tools) => serve(tools, options));
  });
}

function refuseContradictions(names: readonly string[], options: ServeOptions): void {
  const text = serveText();
  const { profile, as, providerConfig, compat, printEnv, ecs } = options;
  if (names.length > 0 && profile !== undefined) throw wrongUse(text.profileAndOption);
  if (names.length > 0 && (as ?? providerConfig ?? compat) !== undefined)
    throw wrongUse(text.profilesAndTool);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrongUse(text.twice(twice));
  if (printEnv !== undefined && names.length > 1) throw wrongUse(text.printEnvOfOne);
  if (printEnv !== undefined && ecs) throw wrongUse(text.printEnvOfEcs);
}

/** Runs `work` with a resolver for each profile; all are closed at its end. */
async function withResolvers(
  profiles: readonly (string | undefined)[],
  options: ServeOptions,
  program: ProgramOptions,
  work: (tools: readonly CommandTools[]) => Promise<void>,
  opened: readonly CommandTools[] = [],
): Promise<void> {
  const [profile, ...others] = profiles;
  if (profiles.length === 0) return work(opened);
  const { profile: _, ...shared } = options;
  await withResolver({ ...shared, ...(profile !== undefined && { profile }) }, program, (tools) =>
    withResolvers(others, options, program, work, [...opened, tools]),
  );
}

async function serve(tools: readonly CommandTools[], options: ServeOptions): Promise<void> {
  const { ecs = false, port } = options;
  const address = chooseAddress(options);
  const token = await serverToken(options.tokenFile);
  const served: Started[] = [];
  for (const each of tools) served.push(await started(each, tools.length === 1));
  const [first] = tools;
  if (first === undefined) return;
  const now = (): number => first.host.clock.now();
  const listening = await listen({
    ...address,
    port,
    methods: ecs ? METADATA_METHODS : URI_METHODS,
    route: ecs ? metadataRoute(served, now) : uriRoute(token, served, now),
  });
  const stopped = stopSignal();
  for (const each of tools) each.giveUpTerminal();
  try {
    const origin = originOf(listening, address.called);
    const profiles = served.map(({ name, credentials, region }): ServingProfile => {
      const uri = ecs ? undefined : origin + uriPath(token, name);
      return { name, credentials, region: region(), uri };
    });
    printServing(profiles, { ...options, origin, nowMs: now() });
    await stopped;
  } finally {
    await listening.close();
  }
}

/**
 * The identity with its first credentials.
 *
 * @param mustHave whether it is an error that there are none; else it is told, and the server waits for a login
 */
async function started(tools: CommandTools, mustHave: boolean): Promise<Started> {
  const { resolver, sourceOptions, host } = tools;
  let credentials: Credentials | undefined;
  try {
    credentials = await resolver.get();
  } catch (thrown) {
    if (mustHave) throw thrown;
    printFailure(thrown);
  }
  const name = sourceOptions.profile ?? profileOf(tools.trace()) ?? resolver.name;
  const region = await regionOf(tools, host);
  return { name, resolver, region: () => region ?? tools.region(), credentials };
}

function regionOf({ sourceOptions }: CommandTools, host: Host): Promise<string | undefined> {
  return blockRegion(sourceOptions, host);
}

/** The address for clients, by the name that they call it. */
function originOf({ origin }: Listening, called: string): string {
  const url = new URL(origin);
  if (!called.includes(":")) url.hostname = called;
  return url.origin;
}

/** The first of the signals that ask a program to end; a second one ends it at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
}
