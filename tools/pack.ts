// Makes the publishable tarballs in build/packages; `tsc -b` has run before. Run by `npm run build`.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { command } from "./command.ts";
import { rewriteLinks } from "./docs/links.ts";
import { LOADED_LATER, type RollUp, RUNTIMES, rollUp, writeLicences } from "./roll-up.ts";
import { fileName, publicPackages, readJson, rootDir, type WorkspacePackage } from "./workspace.ts";

const outDir = join(rootDir, "build/packages");
const stages = join(rootDir, "build/stage");
/**
 * Sources that the command's files share, by the name of the file that they become: opening another file costs a
 * command more than loading some code that it does not need. The presets stay apart, except for the usual one.
 */
const SHARED_BY_COMMANDS: Readonly<Record<string, RegExp>> = {
  // TAB and prompts need no more than this.
  quick:
    /\/cli\/src\/(?:command\/(?:language-of|peek-config)|terminal\/(?:terminal|language))\.ts$|\/fast-string-/,
  command:
    /\/cli\/src\/(?:program|commands|command-line|commands\/(?:resolve\/format-names|exec\/command-line)|command\/(?:define|help-format|help-text|options|span|usage-errors|end))\.ts$|\/commander\//,
  resolution:
    /\/cli\/src\/(?:command\/(?:host|resolver|failure|own-error|place|did-you-mean|error-text|exit-codes|command-error|config-file|source-options|sources)|terminal\/(?:table|expiry|progress|quote)|commands\/(?:resolve\/(?!command|format-names)[^/]+|exec\/profile-of))\.ts$|\/(?:core|plugins\/(?:shared|modes)\/[^/]+|plugins\/files\/(?!file-store)[^/]+|plugins\/presets)\/src\/(?!terraform|aliyun-cli|edge)/,
  exec: /\/cli\/src\/commands\/exec\/(?!command|session-server)/,
};

/** The same of the kernel's: a program needs its main entry point and one host. */
const SHARED_BY_HOSTS: Readonly<Record<string, RegExp>> = {
  kernel: /\/core\/src\/(?:[\w-]+|refresh\/[\w-]+|host\/clock)\.ts$/,
  platform: /\/core\/src\/host\/node-/,
};

const LICENCES = "dist/THIRD-PARTY-LICENSES.txt";
rmSync(outDir, { recursive: true, force: true });
rmSync(stages, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });

const staged: string[] = [];
for (const one of publicPackages()) staged.push(await stage(one));
await command("npm", ["pack", "--silent", "--pack-destination", outDir, ...staged], { cwd: rootDir });
for (const tarball of readdirSync(outDir).sort()) console.log(`build/packages/${tarball}`);

/** Puts what a package ships into a folder of its own: its sources, their types, and its code rolled up. */
async function stage(one: WorkspacePackage): Promise<string> {
  const { dir, manifest } = one;
  const source = join(rootDir, dir);
  const target = join(stages, fileName(manifest.name));
  mkdirSync(target, { recursive: true });
  for (const listed of manifest.files) {
    if (listed !== "dist") cpSync(join(source, listed), join(target, listed), { recursive: true });
  }
  for (const template of templatesIn(target)) renameSync(template, `${template}.template`);
  copyTypes(source, target);
  const foreign: string[] = [];
  for (const build of buildsOf(one, join(target, "dist"))) foreign.push(...(await rollUp(build)));
  writeLicences(foreign, join(target, LICENCES));
  cpSync(join(rootDir, "LICENSE"), join(target, "LICENSE"));
  const readme = join(source, "README.md");
  if (existsSync(readme))
    writeFileSync(join(target, "README.md"), publishedReadme(readme, `${dir}/README.md`));
  writeFileSync(join(target, "package.json"), `${JSON.stringify(published(one), null, 2)}\n`);
  return target;
}

/** A README as a registry shows it, where relative links lead nowhere: they become those of the repository on the web. */
function publishedReadme(path: string, file: string): string {
  return rewriteLinks(readFileSync(path, "utf8"), file, () => undefined);
}

/** The manifests of templates. In a published package Node and bundlers would take them for those of packages. */
function templatesIn(target: string): readonly string[] {
  const folder = join(target, "templates");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, "package.json"))
    .filter((path) => existsSync(path));
}

/** Copies the types of sources that exist: `dist` may still hold those of a deleted file. */
function copyTypes(source: string, target: string): void {
  for (const file of readdirSync(join(source, "src"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    for (const extension of [".d.ts", ".d.ts.map"]) {
      const built = join("dist", file.replace(/\.ts$/, extension));
      mkdirSync(dirname(join(target, built)), { recursive: true });
      cpSync(join(source, built), join(target, built));
    }
  }
}

/** The roll-ups of a package. Whatever a program uses alone, a preset or a front door, is rolled up alone. */
function buildsOf(one: WorkspacePackage, outDir: string): readonly RollUp[] {
  const { name, exports = {}, bin } = one.manifest;
  const sources = Object.values(exports).filter((path) => path.endsWith(".ts"));
  const doors = sources.filter((path) => isFrontDoor(one, path));
  const others = sources.filter((path) => !isFrontDoor(one, path));
  const entries = Object.fromEntries(others.map((path) => [fileOf(path), path]));
  const together: RollUp = bin
    ? {
        one,
        outDir,
        entries: { ...entries, main: "./src/main.ts" },
        runtime: "node",
        shared: SHARED_BY_COMMANDS,
      }
    : { one, outDir, entries, ...(name === "@alicred/core" && { shared: SHARED_BY_HOSTS }) };
  const alone = others.map((path) => ({ one, outDir, entries: { [fileOf(path)]: path } }));
  return [
    ...doors.flatMap((path) =>
      runtimes().map((runtime) => ({
        one,
        entries: { [basename(path, ".ts")]: path },
        outDir: join(outDir, runtime),
        runtime,
        shared: false as const,
        outside: { [LOADED_LATER.package]: `./${LOADED_LATER.file}.js` },
      })),
    ),
    ...(doors.length > 0 ? laterBuilds(one, outDir) : []),
    ...(name === "@alicred/presets" ? alone : [together]),
  ];
}

/** The build that a front door loads later, in runtimes with files. */
function laterBuilds(one: WorkspacePackage, outDir: string): readonly RollUp[] {
  const later = publicPackages().find(({ manifest }) => manifest.name === LOADED_LATER.package);
  if (later === undefined) throw new Error(`there is no package ${LOADED_LATER.package}`);
  const path = relative(one.dir, join(later.dir, later.manifest.exports?.["."] ?? ""));
  return (["deno", "node"] as const).map((runtime) => ({
    one,
    entries: { [LOADED_LATER.file]: path },
    outDir: join(outDir, runtime),
    runtime,
    shared: false as const,
  }));
}

/** Its manifest in the registry: each entry point leads to the build and its types. */
function published(one: WorkspacePackage): object {
  const { dir, manifest } = one;
  const {
    devDependencies: _,
    imports: __,
    ...rest
  } = readJson<Record<string, unknown>>(join(rootDir, dir, "package.json"));
  const exports = Object.entries(manifest.exports ?? {}).map(([subpath, path]) => {
    if (!path.endsWith(".ts")) return [subpath, path];
    const types = `./dist/${fileOf(path)}.d.ts`;
    if (!isFrontDoor(one, path)) return [subpath, { types, default: `./dist/${fileOf(path)}.js` }];
    const builds = runtimes().flatMap((runtime) =>
      RUNTIMES[runtime].map((condition) => [condition, `./dist/${runtime}/${basename(path, ".ts")}.js`]),
    );
    const portable = `./dist/web/${basename(path, ".ts")}.js`;
    return [subpath, { types, ...Object.fromEntries(builds), default: portable }];
  });
  return {
    ...rest,
    ...projectFacts(dir),
    exports: Object.fromEntries(exports),
    // In a checkout a command runs from its sources.
    ...(manifest.bin && { bin: { [manifest.name]: "dist/main.js" } }),
  };
}

/** The facts that every package has from the root: where it is kept, and what it is about. */
function projectFacts(dir: string): object {
  const { homepage, repository, bugs, keywords } = readJson<ProjectManifest>(join(rootDir, "package.json"));
  return { homepage, repository: { ...repository, directory: dir }, bugs, keywords };
}

interface ProjectManifest {
  readonly homepage: string;
  readonly repository: { readonly type: string; readonly url: string };
  readonly bugs: string;
  readonly keywords: readonly string[];
}

/** Whether a program's runtime chooses among several builds of this entry point. */
function isFrontDoor({ manifest }: WorkspacePackage, path: string): boolean {
  return manifest.imports !== undefined && path.startsWith("./src/library/");
}

/** In the order in which a runtime must meet its condition: Deno knows `node` too, a bundler for the edge may as well. */
function runtimes(): readonly (keyof typeof RUNTIMES)[] {
  return ["deno", "web", "node"];
}

function fileOf(path: string): string {
  return path.replace(/^\.\/src\//, "").replace(/\.ts$/, "");
}
