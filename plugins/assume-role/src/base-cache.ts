import {
  type CredentialSource,
  type EventListener,
  type Host,
  type ResolveContext,
  type Resolver,
  refreshing,
} from "@alicred/core";

/** In which a person may answer a program; the resolver around this one has its own limit, and callers have theirs. */
const REFRESH_TIMEOUT_MS = 90_000;

/**
 * The refresh cache around the source of the base credentials, so that each hop lives by its own lifetime. One per
 * host, made when it is first needed; a source that is a cache already serves as it is.
 */
export function createBaseCache(from: CredentialSource): (context: ResolveContext) => Resolver {
  if (isResolver(from)) return () => from;
  const caches = new WeakMap<Host, Resolver>();
  let listener: EventListener | undefined;
  return ({ host, onEvent }) => {
    listener = onEvent;
    const cache =
      caches.get(host) ??
      refreshing(from, {
        host,
        refreshTimeoutMs: REFRESH_TIMEOUT_MS,
        onEvent: (event) => listener?.(event),
      });
    caches.set(host, cache);
    return cache;
  };
}

function isResolver(source: CredentialSource): source is Resolver {
  return source.transparent === true && "invalidate" in source;
}
