import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { subset } from "semver";
import { type Manifest, publicPackages, readJson, rootDir, type WorkspacePackage } from "./workspace.ts";

/** A file that follows from the manifests for npm. */
export interface GeneratedManifest {
  /** Relative to the root. */
  readonly file: string;
  readonly content: object;
}

/** The packages whose sources are two projects, one of them without the types of Node: their tsconfig.json is by hand. */
const SPLIT = ["core", "simulators"];

/** The other packages that are for Node, Bun and Deno alone. */
const NEEDS_NODE = ["cli", "plugins/files/file-store"];

/** The files for Deno and TypeScript that follow from each package.json, and the lists in those of the root. */
export function generatedManifests(): readonly GeneratedManifest[] {
  const packages = publicPackages();
  const dirs = packages.map(({ dir }) => dir);
  const deno = readJson<object>(join(rootDir, "deno.json"));
  const typescript = readJson<object>(join(rootDir, "tsconfig.json"));
  return [
    { file: "deno.json", content: { ...deno, workspace: dirs.map((dir) => `./${dir}`) } },
    {
      file: "tsconfig.json",
      content: { ...typescript, references: dirs.flatMap(projectsOf).map((path) => ({ path })) },
    },
    ...packages.map((one) => ({ file: `${one.dir}/deno.json`, content: denoManifest(one) })),
    ...packages
      .filter(({ dir }) => !SPLIT.includes(dir))
      .map((one) => ({ file: `${one.dir}/tsconfig.json`, content: typescriptProject(one, packages) })),
  ];
}

/** Throws unless the file says what its package.json says. */
export function compareGenerated({ file, content }: GeneratedManifest): undefined {
  expectEqual(`${file}, which \`npm run manifests\` writes`, readJson(join(rootDir, file)), content);
}

/** Throws unless the packages that a package uses have the versions that it asks for. */
export function compareVersions(dir: string): undefined {
  const { dependencies, devDependencies } = readJson<Manifest>(join(rootDir, dir, "package.json"));
  const own = new Map(publicPackages().map(({ manifest }) => [manifest.name, manifest.version]));
  for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
    const version = own.get(name);
    if (version !== undefined) expectEqual(`${dir}/package.json: the version of ${name}`, range, version);
  }
}

function denoManifest({ dir, manifest }: WorkspacePackage): object {
  const { name, version, license, exports = {}, imports, files } = manifest;
  const { "./package.json": _, ...entries } = exports;
  const shipped = files.filter((file) => file !== "dist");
  return {
    // JSR knows scoped names only.
    name: name.startsWith("@") ? name : `@alicred/${dir}`,
    version,
    license,
    exports: entries,
    ...(imports && {
      imports: Object.fromEntries(Object.entries(imports).map(([id, by]) => [id, by["deno"]])),
    }),
    publish: { include: [...shipped, ...(manifest.bin ? ["package.json"] : []), "README.md", "deno.json"] },
  };
}

function typescriptProject(
  { dir, manifest }: WorkspacePackage,
  packages: readonly WorkspacePackage[],
): object {
  const used = { ...manifest.dependencies, ...manifest.peerDependencies };
  const usedDirs = packages.filter((other) => other.manifest.name in used).map((other) => other.dir);
  const up = posix.relative(dir, ".");
  const needsNode = NEEDS_NODE.includes(dir);
  return {
    extends: `${up}/tsconfig.base.json`,
    compilerOptions: { rootDir: "src", outDir: "dist", ...(needsNode && { types: ["node"] }) },
    include: ["src"],
    references: usedDirs
      .flatMap((other) => (needsNode ? projectsOf(other) : [other]))
      .map((path) => ({ path: posix.relative(dir, path) })),
  };
}

function projectsOf(dir: string): readonly string[] {
  return dir === "core" ? [dir, "core/tsconfig.node.json"] : [dir];
}

/** Throws unless every package runs on the Nodes of the root manifest, and its dependencies run on all of them. */
export function compareEngines(): string {
  const node = nodesOf(rootDir);
  for (const { dir, manifest } of publicPackages()) {
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

interface LockedPackage {
  readonly bin?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockedPackages = (): Readonly<Record<string, LockedPackage>> =>
  readJson<{ packages: Readonly<Record<string, LockedPackage>> }>(join(rootDir, "package-lock.json"))
    .packages;

/** Throws when two packages at the root bring a command of one name: which of them is linked would be chance. */
export function checkCommands(packages: Readonly<Record<string, LockedPackage>> = lockedPackages()): string {
  const owners = new Map<string, string>();
  for (const [path, { bin = {} }] of Object.entries(packages)) {
    if (path.lastIndexOf("node_modules/") !== 0) continue;
    for (const name of Object.keys(bin)) {
      const owner = owners.get(name);
      if (owner !== undefined) throw new Error(`the command ${name} is of both ${owner} and ${path}`);
      owners.set(name, path);
    }
  }
  return `${owners.size} commands`;
}

/** Throws unless every platform's package is locked: `npm ci` refuses a lockfile that lacks one, `npm install` does not. */
export function checkLockfile(): string {
  const packages = lockedPackages();
  const locked = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + 13)),
  );
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !locked.has(name));
  if (missing.length > 0) throw new Error(`not in package-lock.json: ${missing.join(", ")}`);
  return `${locked.size} packages`;
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  }
}
