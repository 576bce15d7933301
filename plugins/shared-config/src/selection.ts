import type { Host } from "@alicred/core";
import { readVariable, type Setting } from "@alicred/sts";

/** What was asked for: the argument, else the first of the variables that is set. */
export function selected(
  host: Host,
  name: string,
  argument: string | undefined,
  variables: readonly string[],
): Setting | undefined {
  return argument === undefined
    ? readVariable(host, variables)
    : { value: argument, from: `argument ${name}` };
}

/** The path with a leading `~` replaced, or `undefined` when that needs a home folder and there is none. */
export function expandHome(host: Host, path: string): string | undefined {
  if (!/^~(?=$|[/\\])/.test(path)) return path;
  const home = host.homeDirectory?.();
  return home && home + path.slice(1);
}
