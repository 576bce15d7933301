import { changesFor, type Environment, type Identity } from "./variables.ts";

/** The variables that send requests through a proxy, and those that name the hosts which are reached without one. */
const PROXIES = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
const DIRECT = ["NO_PROXY", "no_proxy"];

export interface EnvironmentOptions {
  /** Whether variables that hold another identity stay. Default: no. */
  readonly keep?: boolean | undefined;
  /** Default: that of this machine. */
  readonly platform?: NodeJS.Platform;
}

/** The environment of a program that runs as somebody: that of this process, with the changes of the table. */
export function childEnvironment(
  outer: Environment,
  identity: Identity,
  { keep = false, platform = process.platform }: EnvironmentOptions = {},
): Record<string, string> {
  const environment = new Map(
    Object.entries(outer).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const remove = (name: string): void => {
    environment.delete(name);
    // There, names that differ in case are one variable.
    if (platform !== "win32") return;
    for (const other of environment.keys())
      if (other.toUpperCase() === name.toUpperCase()) environment.delete(other);
  };
  for (const [name, value] of changesFor(identity, outer, keep)) {
    remove(name);
    if (value !== undefined) environment.set(name, value);
  }
  if (identity.credentialsUri !== undefined)
    for (const [name, value] of directAccess(outer, new URL(identity.credentialsUri).hostname))
      environment.set(name, value);
  return Object.fromEntries(environment);
}

/** A server on this machine is not behind a proxy, but some clients ask the proxy for every host that is not named. */
function directAccess(outer: Environment, host: string): readonly (readonly [name: string, value: string])[] {
  if (PROXIES.every((name) => !outer[name])) return [];
  const hosts = DIRECT.map((name) => outer[name]).find((value) => value) ?? "";
  return DIRECT.map((name) => [name, [...hosts.split(","), host].filter((each) => each !== "").join(",")]);
}
