import { hostName, isLoopback } from "./host-name.ts";
import { nearest } from "./near-miss.ts";
import type { ServiceEntry } from "./services.ts";
import type { WorldDescription } from "./world/schema/mod.ts";

/** Where a request goes, or why it goes nowhere. */
export type Route =
  | { readonly service: string; readonly path: string }
  | { readonly service: undefined; readonly reason: string };

/** Where requests go. */
export interface Router {
  /** Decides by host name; at a local one by the first part of the path, and without one by the look of the request. */
  route(request: Request, url: URL): Route;
  /** The service at a host, with or without a port; none at local hosts, where the path decides. */
  serviceAt(host: string): string | undefined;
  /** All hosts of services. */
  serviceHosts(): readonly string[];
  /** Whether a host, with or without a port, is the machine that serves: loopback, or one of `localHosts`. */
  isLocal(host: string): boolean;
}

export function createRouter(
  services: readonly ServiceEntry[],
  description: WorldDescription,
  localHosts: readonly string[],
): Router {
  const byHost = new Map(
    services.flatMap(({ name, hosts, worldHosts }) =>
      [...hosts, ...(worldHosts?.(description) ?? [])].map((host) => [host, name] as const),
    ),
  );
  const names = new Set(services.map(({ name }) => name));
  const byPath = services.flatMap(({ name, paths = [] }) => paths.map((path) => ({ path, name })));

  const isLocal = (host: string): boolean => isLoopback(host) || localHosts.includes(hostName(host));

  function route(request: Request, url: URL): Route {
    const name = hostName(request.headers.get("host") ?? url.host);
    const service = byHost.get(name);
    if (service !== undefined) return { service, path: url.pathname };
    if (!isLocal(name)) {
      const hint = nearest(name, [...byHost.keys()]);
      return {
        service: undefined,
        reason: `no simulated service at ${name}${hint ? `; near: ${hint}` : ""}`,
      };
    }
    const [, prefix = "", rest = "/"] = /^\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    if (names.has(prefix)) return { service: prefix, path: rest };
    const owner = byPath.find(({ path }) =>
      path.endsWith("/") ? url.pathname.startsWith(path) : url.pathname === path,
    );
    if (owner !== undefined) return { service: owner.name, path: url.pathname };
    if (url.pathname === "/" && looksLikeRpc(request, url)) return { service: "sts", path: "/" };
    const hint = nearest(prefix, [...names]);
    return {
      service: undefined,
      reason: `no simulated service at the path ${url.pathname}${hint ? `; near: /${hint}/` : ""}; services: ${[...names].join(", ")}`,
    };
  }

  return {
    route,
    serviceAt: (host) => byHost.get(hostName(host)),
    serviceHosts: () => [...byHost.keys()],
    isLocal,
  };
}

/** Clients that are given an endpoint by host and port sign and request the bare path `/`. */
function looksLikeRpc(request: Request, url: URL): boolean {
  return (
    url.searchParams.has("Action") ||
    request.headers.has("x-acs-action") ||
    (request.method === "POST" &&
      (request.headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded"))
  );
}
