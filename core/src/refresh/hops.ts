/**
 * The caches of the hops below a resolver: one for each source that another source needs, such as a role's base. They
 * have the resolver's policy and end with it, so that no program and no timer is left behind.
 *
 * @module
 */
import { deeper } from "../events.ts";
import { type CachedSource, type CredentialSource, closeSource, type Hops } from "../source.ts";
import { createCache } from "./cache.ts";
import type { CheckedPolicy } from "./policy.ts";

/** @param closing the signal that aborts when the resolver is closed */
export function createHops(policy: CheckedPolicy, closing: () => AbortSignal): Hops {
  // A source that is no longer used, such as that of a file that has changed, takes its cache with it.
  const caches = new WeakMap<CredentialSource, CachedSource>();
  const hops: Hops = {
    of(source, { host, onEvent }) {
      let cache = caches.get(source);
      if (!cache) {
        // A stale snapshot never signs a request of the hop above.
        const own = { ...policy, host, staleIfErrorMs: 0, onEvent: deeper(onEvent) };
        cache = createCache(source, own, hops, closing);
        caches.set(source, cache);
        if (source.close) closing().addEventListener("abort", () => closeSource(source), { once: true });
      }
      return cache;
    },
  };
  return hops;
}
