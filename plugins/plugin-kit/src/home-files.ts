import type { Host } from "@alicred/core";

/** The most that is read of a file of profiles. Far more than any real one has; a larger one is some other file. */
export const MAX_CONFIG_BYTES = 1_048_576;

/** The path with a leading `~` replaced, or `undefined` when that needs a home folder and there is none. */
export function expandHome(host: Host, path: string): string | undefined {
  if (!/^~($|[/\\])/.test(path)) return path;
  const home = host.homeDirectory?.();
  return home && home + path.slice(1);
}
