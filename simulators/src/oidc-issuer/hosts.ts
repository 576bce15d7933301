import type { WorldDescription } from "../world/schema/mod.ts";

/** Host names of the issuers of a world. */
export function issuerHosts({ oidcIssuers = [] }: WorldDescription): readonly string[] {
  return oidcIssuers.map(({ issuer }) => new URL(issuer).hostname);
}
