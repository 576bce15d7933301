import { isLoopback } from "../host-name.ts";
import type { WorldDescription } from "../world/schema/mod.ts";

/** Host names of the issuers of a world, but for those of this machine itself, which all services share. */
export function issuerHosts({ oidcIssuers = [] }: WorldDescription): readonly string[] {
  return oidcIssuers.map(({ issuer }) => new URL(issuer).hostname).filter((host) => !isLoopback(host));
}
