/**
 * `refreshing`: the refresh cache around a source, which an application holds as its resolver.
 *
 * @module
 */
import { AlicredError } from "../errors.ts";
import type { CredentialSource } from "../source.ts";
import { createCache } from "./cache.ts";
import { createHops } from "./hops.ts";
import { checkPolicy, type RefreshPolicy } from "./policy.ts";
import type { Resolver } from "./resolver.ts";

/**
 * Puts a refresh cache around a source, and around the sources that it needs in turn (`context.cached`).
 *
 * A caller gets the cached snapshot at once while it is fresh. In the advisory window it still does, while one
 * refresh runs in the background. In the mandatory window it waits for that refresh, and gets the still valid snapshot
 * when the upstream is known to fail or takes too long. Without a valid snapshot it waits, or gets the error.
 * Concurrent callers share one refresh, and no caller that stops waiting ends the refresh of the others.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a number of the policy that is out of its range.
 */
export function refreshing(source: CredentialSource, policy: RefreshPolicy): Resolver {
  const checked = checkPolicy(policy);
  let controller: AbortController | undefined;
  // Made when it is needed: at module scope a Worker may make none.
  const closing = (): AbortController => {
    controller ??= new AbortController();
    return controller;
  };
  const cache = createCache(
    source,
    checked,
    createHops(checked, () => closing().signal),
  );
  return {
    ...cache,
    close() {
      const message = "The resolver is closed. Make a new one.";
      const error = new AlicredError("RESOLVER_CLOSED", message, { source: source.name });
      cache.end(error);
      closing().abort(error);
    },
  };
}
