import type { Host } from "@alicred/core";
import { readVariable, type Setting } from "@alicred/plugin-kit";

/** An argument of the block, else the first of its variables that is set. */
export function pick(
  host: Host,
  argument: string | undefined,
  path: string,
  variables: readonly string[],
): Setting | undefined {
  return argument ? { value: argument, from: `argument ${path}` } : readVariable(host, variables);
}
