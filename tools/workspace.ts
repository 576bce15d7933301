import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Exports = Readonly<Record<string, string>>;

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly exports?: Exports;
  readonly imports?: Readonly<Record<string, Exports>>;
  readonly bin?: Exports;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A manifest of this workspace, which always says what the package ships. */
export interface OwnManifest extends Manifest {
  readonly files: readonly string[];
}

export interface WorkspacePackage {
  /** Relative to the root, with forward slashes. */
  readonly dir: string;
  readonly manifest: OwnManifest;
}

export const rootDir: string = fileURLToPath(new URL("..", import.meta.url));

/** The packages that are published, in the order of the root manifest. A private workspace only holds its own dependencies. */
export function publicPackages(): readonly WorkspacePackage[] {
  const { workspaces } = readJson<{ workspaces: readonly string[] }>(join(rootDir, "package.json"));
  return workspaces
    .flatMap(expand)
    .map((dir) => ({ dir, manifest: readJson<OwnManifest>(join(rootDir, dir, "package.json")) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** A package's name as npm writes it in the name of a tarball. */
export function fileName(packageName: string): string {
  return packageName.replace("@", "").replace("/", "-");
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/** Path of a command of an installed development dependency. */
export function binPath(name: string): string {
  return join(rootDir, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);
}

function expand(pattern: string): readonly string[] {
  if (!pattern.endsWith("/*")) return [pattern];
  const parent = pattern.slice(0, -2);
  return readdirSync(join(rootDir, parent))
    .map((name) => `${parent}/${name}`)
    .filter((dir) => existsSync(join(rootDir, dir, "package.json")))
    .sort();
}
