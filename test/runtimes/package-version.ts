import { createRequire } from "node:module";

/** The installed version of a package that runs in this process. */
export function packageVersion(name: string): string {
  const manifest = createRequire(import.meta.url)(`${name}/package.json`) as { version: string };
  return manifest.version;
}
