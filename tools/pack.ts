// Makes the publishable tarballs in build/packages; `tsc -b` has run before. Run by `npm run build`.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { command } from "./command.ts";
import {
  fileName,
  type Manifest,
  publicPackages,
  readJson,
  rootDir,
  type WorkspacePackage,
} from "./workspace.ts";

const outDir = join(rootDir, "build/packages");
const stages = join(rootDir, "build/stage");
rmSync(outDir, { recursive: true, force: true });
rmSync(stages, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });

const staged = publicPackages().map(stage);
await command("npm", ["pack", "--silent", "--pack-destination", outDir, ...staged], { cwd: rootDir });
for (const tarball of readdirSync(outDir).sort()) console.log(`build/packages/${tarball}`);

/** Copies what a package ships into a folder of its own, its entry points turned from source to build. */
function stage({ dir, manifest }: WorkspacePackage): string {
  const source = join(rootDir, dir);
  const target = join(stages, fileName(manifest.name));
  mkdirSync(target, { recursive: true });
  for (const listed of manifest.files) {
    if (listed === "dist") copyBuilt(source, target);
    else cpSync(join(source, listed), join(target, listed), { recursive: true });
  }
  cpSync(join(rootDir, "LICENSE"), join(target, "LICENSE"));
  const readme = join(source, "README.md");
  if (existsSync(readme)) cpSync(readme, join(target, "README.md"));
  writeFileSync(join(target, "package.json"), `${JSON.stringify(published(source, manifest), null, 2)}\n`);
  return target;
}

/** Copies the outputs of sources that exist: `dist` may still hold those of a deleted file. */
function copyBuilt(source: string, target: string): void {
  for (const file of readdirSync(join(source, "src"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    for (const extension of [".js", ".js.map", ".d.ts", ".d.ts.map"]) {
      const built = join("dist", file.replace(/\.ts$/, extension));
      mkdirSync(dirname(join(target, built)), { recursive: true });
      cpSync(join(source, built), join(target, built));
    }
  }
}

function published(source: string, manifest: Manifest): object {
  const { devDependencies: _, ...rest } = readJson<Manifest & { scripts?: object }>(
    join(source, "package.json"),
  );
  return {
    ...rest,
    exports: mapValues(manifest.exports ?? {}, (path) =>
      path.endsWith(".ts") ? { types: toDist(path, ".d.ts"), default: toDist(path, ".js") } : path,
    ),
    // In a checkout a command runs from its sources.
    ...(manifest.bin && { bin: mapValues(manifest.bin, () => "dist/main.js") }),
  };
}

function toDist(path: string, extension: string): string {
  return path.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, extension);
}

function mapValues<T>(from: Readonly<Record<string, string>>, map: (value: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]));
}
