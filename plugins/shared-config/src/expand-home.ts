import type { Host } from "@alicred/core";

/** The path with a leading `~` replaced, or `undefined` when that needs a home folder and there is none. */
export function expandHome(host: Host, path: string): string | undefined {
  if (!/^~($|[/\\])/.test(path)) return path;
  const home = host.homeDirectory?.();
  return home && home + path.slice(1);
}
