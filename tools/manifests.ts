import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { subset } from "semver";
import { type Exports, type Manifest, readJson, rootDir, workspacePackages } from "./workspace.ts";

interface DenoManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Exports;
}

/** Throws unless the three root files name the same packages. */
export function compareWorkspaceLists(): string {
  const dirs = workspacePackages().map(({ dir }) => dir);
  const { workspace } = readJson<{ workspace: readonly string[] }>(join(rootDir, "deno.json"));
  const { references } = readJson<{ references: readonly { path: string }[] }>(
    join(rootDir, "tsconfig.json"),
  );
  expectSame(
    "deno.json: workspace",
    workspace.map((dir) => dir.replace("./", "")),
    dirs,
  );
  expectSame(
    "tsconfig.json: references",
    references.map(({ path }) => path.replace(/\/tsconfig[^/]*\.json$/, "")),
    dirs,
  );
  return `${dirs.length} packages`;
}

/** Throws unless a package's two manifests agree with each other and with those of the packages it uses. */
export function compareManifests(dir: string): undefined {
  const npm = readJson<Manifest & { license: string }>(join(rootDir, dir, "package.json"));
  const deno = readJson<DenoManifest>(join(rootDir, dir, "deno.json"));
  const { "./package.json": _, ...exports } = npm.exports ?? {};
  // JSR knows scoped names only.
  expectEqual("deno.json: name", deno.name, npm.name.startsWith("@") ? npm.name : `@alicred/${dir}`);
  expectEqual("deno.json: version", deno.version, npm.version);
  expectEqual("deno.json: license", deno.license, npm.license);
  expectEqual("deno.json: exports", deno.exports, exports);

  const own = new Map(workspacePackages().map(({ manifest }) => [manifest.name, manifest.version]));
  for (const [name, range] of Object.entries({ ...npm.dependencies, ...npm.devDependencies })) {
    const version = own.get(name);
    if (version !== undefined) expectEqual(`package.json: the version of ${name}`, range, version);
  }
  return undefined;
}

/** Throws unless every package runs on the Nodes of the root manifest, and its dependencies run on all of them. */
export function compareEngines(): string {
  const node = nodesOf(rootDir);
  for (const { dir, manifest } of workspacePackages()) {
    expectEqual(`${dir}/package.json: engines.node`, nodesOf(join(rootDir, dir)), node);
    const needed = { ...manifest.dependencies, ...manifest.peerDependencies };
    for (const name of Object.keys(needed).filter((one) => !one.startsWith("@alicred/"))) {
      const folder = [join(rootDir, dir), rootDir]
        .map((parent) => join(parent, "node_modules", name))
        .find(existsSync);
      if (folder === undefined) throw new Error(`${dir}: ${name} is not installed`);
      const range = nodesOf(folder) ?? "*";
      if (!subset(node ?? "*", range))
        throw new Error(`${dir}: ${name} runs on Node ${range} only, which does not include all of ${node}`);
    }
  }
  return `Node ${node}`;
}

function nodesOf(folder: string): string | undefined {
  return readJson<Manifest>(join(folder, "package.json")).engines?.["node"];
}

/** Throws unless every platform's package is locked: `npm ci` refuses a lockfile that lacks one, `npm install` does not. */
export function checkLockfile(): string {
  const { packages } = readJson<{
    packages: Readonly<Record<string, { optionalDependencies?: Readonly<Record<string, string>> }>>;
  }>(join(rootDir, "package-lock.json"));
  const locked = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + 13)),
  );
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !locked.has(name));
  if (missing.length > 0) throw new Error(`not in package-lock.json: ${missing.join(", ")}`);
  return `${locked.size} packages`;
}

function expectSame(what: string, found: readonly string[], expected: readonly string[]): void {
  expectEqual(what, [...new Set(found)].sort(), [...expected].sort());
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  }
}
