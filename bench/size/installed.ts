// Counts the files and bytes that an installation of a package brings: it and what it depends on, from the packages and the tarballs of this repository.
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Manifest, publicPackages, rootDir } from "../../tools/workspace.ts";
import { unpackedBytes } from "../harness/packages.ts";

export interface Installed {
  readonly packages: number;
  readonly bytes: number;
}

const own = new Map(publicPackages().map(({ dir, manifest }) => [manifest.name, join(rootDir, dir)]));

/** Counts a package and its dependencies, without the optional ones. */
export function installed(name: string): Installed {
  const bytesOf = new Map<string, number>();
  visit(name, rootDir, bytesOf);
  return { packages: bytesOf.size, bytes: [...bytesOf.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

function visit(name: string, from: string, bytesOf: Map<string, number>): void {
  const folder = own.get(name) ?? find(name, from);
  if (bytesOf.has(folder)) return;
  bytesOf.set(folder, own.has(name) ? unpackedBytes(name) : bytesIn(folder));
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  for (const dependency of Object.keys(dependencies)) visit(dependency, folder, bytesOf);
}

/** The folder from which Node would load it. */
function find(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === dirname(folder)) throw new Error(`${name} is not installed for ${from}`);
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === "node_modules") return sum;
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
  }, 0);
}
