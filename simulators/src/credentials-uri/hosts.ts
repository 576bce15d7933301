import type { WorldDescription } from "../world/schema/mod.ts";

/** Where documents are found in process; real ones are at an address of the user's choice. */
export const defaultHost = "credentials.simulated.example";

/** Host names that the world gives. */
export function documentHosts({ credentialsUri }: WorldDescription): readonly string[] {
  return credentialsUri?.hosts ?? [];
}
