import type { AnyService } from "./define-service.ts";
import { nearest } from "./names.ts";
import { lastKept } from "./replies.ts";
import { hostName, isLoopback, type ReceivedRequest } from "./request.ts";
import type { SharedDescription } from "./world/description.ts";

/** Where a request goes, or why it goes nowhere. */
type Route =
  | { readonly service: string; readonly path: string }
  | { readonly service: undefined; readonly reason: string };

/** Where requests go. */
export interface Router {
  /** Decides by host name; at a local one by the first part of the path, and without one by the look of the request. */
  route(received: ReceivedRequest): Route;
  /** The service at a host, with or without a port; none at local hosts, where the path decides. */
  serviceAt(host: string): string | undefined;
  /** All hosts of services. */
  serviceHosts(): readonly string[];
  /** Whether a host, with or without a port, is the machine that serves: loopback, or one of `localHosts`. */
  isLocal(host: string): boolean;
}

/** @throws `TypeError` when the world gives a service the host of another. */
export function createRouter(
  services: readonly AnyService[],
  description: SharedDescription,
  localHosts: readonly string[],
): Router {
  const byHost = hostMap(services, description);
  const guests = guestMap(services);
  const names = new Set(services.map(({ name }) => name));
  const byPath = services.flatMap(pathsOf);

  const isLocal = (host: string): boolean => isLoopback(host) || localHosts.includes(hostName(host));

  const owners = services.filter(({ ownsHost }) => ownsHost !== undefined);
  const unlisted = (name: string): string | undefined => owners.find((own) => own.ownsHost?.(name))?.name;

  // Requests in a row often go to one host.
  const serviceAt = lastKept(
    (host: string): string | undefined =>
      byHost.get(host) ??
      byHost.get(host.toLowerCase()) ??
      byHost.get(hostName(host)) ??
      unlisted(hostName(host)),
  );
  const guestsAt = lastKept((host: string) => guests.get(hostName(host)));

  function route(received: ReceivedRequest): Route {
    const { host, path } = received;
    const service = serviceAt(host);
    if (service !== undefined) {
      const guest = guestsAt(host)?.find((own) => covers(own, path));
      return { service: guest?.name ?? service, path };
    }
    const name = hostName(host);
    if (!isLocal(name)) {
      const hint = nearest(name, [...byHost.keys()]);
      return {
        service: undefined,
        reason: `no simulated service at ${name}${hint ? `; near: ${hint}` : ""}`,
      };
    }
    const [, prefix = "", rest = "/"] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    if (names.has(prefix)) return { service: prefix, path: rest };
    const owner = byPath.find((own) => covers(own, path));
    if (owner !== undefined) return { service: owner.name, path };
    const claimant = services.find((own) => own.claims?.(received));
    if (claimant !== undefined) return { service: claimant.name, path };
    const hint = nearest(prefix, [...names]);
    return {
      service: undefined,
      reason: `no simulated service at the path ${path}${hint ? `; near: /${hint}/` : ""}; services: ${[...names].join(", ")}`,
    };
  }

  return {
    route,
    serviceAt,
    serviceHosts: () => [...byHost.keys()],
    isLocal,
  };
}

/** A path of a service. */
interface OwnPath {
  readonly path: string;
  readonly name: string;
}

function pathsOf({ name, paths = [] }: AnyService): readonly OwnPath[] {
  return paths.map((path) => ({ path, name }));
}

function covers(own: OwnPath, path: string): boolean {
  return own.path.endsWith("/") ? path.startsWith(own.path) : path === own.path;
}

/** The paths of services at hosts that they share. */
function guestMap(services: readonly AnyService[]): ReadonlyMap<string, readonly OwnPath[]> {
  const guests = new Map<string, OwnPath[]>();
  for (const service of services)
    for (const host of service.sharedHosts ?? [])
      guests.set(host, [...(guests.get(host) ?? []), ...pathsOf(service)]);
  return guests;
}

/** Services by their hosts, in lower case. @throws `TypeError` when the world gives a service the host of another. */
function hostMap(
  services: readonly AnyService[],
  description: SharedDescription,
): ReadonlyMap<string, string> {
  const byHost = new Map<string, string>();
  for (const service of services) {
    const { name } = service;
    const hosts = [...service.hosts, ...(service.worldHosts?.(description) ?? [])];
    for (const host of hosts.map((one) => one.toLowerCase())) {
      const owner = byHost.get(host) ?? name;
      if (owner !== name)
        throw new TypeError(`the world gives ${name} the host ${host}, which is that of ${owner}`);
      byHost.set(host, name);
    }
  }
  for (const { name, sharedHosts = [] } of services)
    for (const host of sharedHosts) if (!byHost.has(host)) byHost.set(host, name);
  return byHost;
}
