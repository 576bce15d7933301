import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The URL of a module, as an `import` in a module of this folder would find it. Node itself answers this only for the
 * module that asks.
 *
 * @param name a path, which begins with `.` or is absolute; a `file:` URL; or the name of a package, with a subpath or
 *   without
 * @returns `undefined` when no package has this name, or it does not offer this subpath. Whether a file exists is not
 *   looked at.
 */
export function resolveModule(name: string, folder: string): string | undefined {
  if (name.startsWith("file:")) return name;
  if (/^\.{1,2}(?:[\\/]|$)/.test(name) || isAbsolute(name)) return pathToFileURL(resolve(folder, name)).href;
  const require = createRequire(join(folder, "noop.js"));
  const [, packageName = name, subpath = ""] = /^((?:@[^/]+\/)?[^/]+)(\/.+)?$/.exec(name) ?? [];
  const home = (require.resolve.paths(name) ?? [])
    .map((modules) => join(modules, packageName))
    .find((each) => existsSync(join(each, "package.json")));
  try {
    const { exports } = home ? JSON.parse(readFileSync(join(home, "package.json"), "utf8")) : {};
    if (home === undefined || exports == null) {
      const path = require.resolve(name);
      return isAbsolute(path) ? pathToFileURL(path).href : undefined;
    }
    const target = targetOf(isBySubpath(exports) ? exports[`.${subpath}`] : subpath === "" && exports);
    return target && pathToFileURL(join(home, target)).href;
  } catch {
    return undefined;
  }
}

function isBySubpath(exports: object): exports is Readonly<Record<string, unknown>> {
  return Object.keys(exports).some((key) => key.startsWith("."));
}

/** Selects from an entry of `exports` as `import` does: the first condition that holds. */
function targetOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  return Object.entries(Object(entry))
    .filter(([condition]) => ["node", "import", "module-sync", "default"].includes(condition))
    .map(([, inner]) => targetOf(inner))
    .find((target) => target !== undefined);
}
