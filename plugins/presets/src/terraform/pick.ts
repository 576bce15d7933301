import type { Host } from "@alicred/core";
import { readVariable, type Setting } from "@alicred/plugin-kit";

/** An argument of the block, else the first of its variables that is set. The empty text hides them. */
export function pick(
  host: Host,
  argument: string | undefined,
  path: string,
  variables: readonly string[],
): Setting | undefined {
  if (argument === undefined) return readVariable(host, variables);
  return argument === "" ? undefined : { value: argument, from: `argument ${path}` };
}
