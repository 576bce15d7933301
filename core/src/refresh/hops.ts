/**
 * The caches of the hops below a resolver: one for each source that another source needs, such as a role's base. They
 * have the resolver's policy and end with it, so that no program and no timer is left behind.
 *
 * @module
 */
import { deeper } from "../events.ts";
import type { Host } from "../host.ts";
import type { CachedSource, CredentialSource, Hops } from "../source.ts";
import { createCache } from "./cache.ts";
import type { CheckedPolicy } from "./policy.ts";

/** @param closing aborts when the resolver is closed */
export function createHops(policy: CheckedPolicy, closing: AbortSignal): Hops {
  // A source that is no longer used, such as that of a file that has changed, takes its cache with it.
  const caches = new WeakMap<Host, WeakMap<CredentialSource, CachedSource>>();
  const hops: Hops = {
    of(source, { host, onEvent }) {
      const known = caches.get(host) ?? new WeakMap();
      caches.set(host, known);
      const listener = deeper(onEvent);
      const { onEvent: _, ...common } = policy;
      // What is stale signs no request of the hop above.
      const own = { ...common, host, staleIfErrorMs: 0, ...(listener && { onEvent: listener }) };
      const cache = known.get(source) ?? createCache(source, own, hops, closing);
      known.set(source, cache);
      return cache;
    },
  };
  return hops;
}
