// Rolls the sources of a package up into one file for each entry point, and one for each part that is loaded later.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type InputOptions, type OutputChunk, rolldown } from "rolldown";
import { withoutFacades } from "./without-facades.ts";
import { readJson, rootDir, type WorkspacePackage } from "./workspace.ts";

/** The packages of this repository that become part of another, by that other's name: a program opens fewer files. */
const INLINED: Readonly<Record<string, RegExp>> = {
  // Presets stand on nearly all plugins. Core stays beside them, so that a program has one.
  "@alicred/presets": /^@alicred\/(?!core)/,
  // The front door and the command bring everything but the simulators, which only one subcommand needs.
  alicred: /^@alicred\/(?!simulators)|^commander$|^fast-string-/,
};

/** The conditions by which a program's runtime chooses among the builds of a package with a `#runtime`. */
export const RUNTIMES = {
  deno: ["deno"],
  node: ["bun", "node"],
  web: ["workerd", "edge-light", "browser"],
} as const;

/** Loaded by a front door when it first changes a file. It is a separate file with all that it needs, so that the door stays one file. */
export const LOADED_LATER = { package: "@alicred/file-store", file: "file-store" } as const;

export interface RollUp {
  readonly one: WorkspacePackage;
  /** Paths of sources, relative to the package, by the name of the file that each becomes. */
  readonly entries: Readonly<Record<string, string>>;
  readonly outDir: string;
  /** Which of the package's builds this is, for a package that differs by runtime. */
  readonly runtime?: keyof typeof RUNTIMES;
  /** Files that the entries share, by name: the modules of each. `false`: one file, what is loaded later inside it. */
  readonly shared?: Readonly<Record<string, RegExp>> | false;
  /** Packages that stay outside, by name: the path from which they are imported. */
  readonly outside?: Readonly<Record<string, string>>;
}

/** Writes the files, with their maps, and returns the folders in node_modules of which they hold code. */
export async function rollUp({
  one,
  entries,
  outDir,
  runtime,
  shared = {},
  outside = {},
}: RollUp): Promise<readonly string[]> {
  const { name } = one.manifest;
  const source = join(rootDir, one.dir);
  const inlined = INLINED[name];
  const options: InputOptions = {
    input: Object.fromEntries(Object.entries(entries).map(([file, path]) => [file, join(source, path)])),
    // Node's is for the command alone: commander is CommonJS, which needs `require`.
    platform: runtime === "node" ? "node" : "neutral",
    // The bundler's own helpers are always inside.
    external: (id) => id in outside || (/^(?!@oxc-project)[@\w]/.test(id) && !inlined?.test(id)),
    resolve: {
      mainFields: ["module", "main"],
      ...(runtime && { conditionNames: [RUNTIMES[runtime][0], "import", "default"] }),
    },
    plugins: [withoutFacades()],
    logLevel: "warn",
    // Lazy in a checkout, which has a file for each module, and together with others here.
    checks: { ineffectiveDynamicImport: false },
  };
  const build = await rolldown(options);
  const { output } = await build.write({
    dir: outDir,
    format: "esm",
    sourcemap: true,
    // The documentation of exports is in the declarations and the sources; here it would only be read at each start.
    comments: { jsdoc: false },
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    paths: outside,
    codeSplitting: shared && {
      groups: Object.entries(shared).map(([group, test]) => ({ name: group, test })),
    },
  });
  await build.close();
  const modules = output.filter((file): file is OutputChunk => file.type === "chunk");
  return modules.flatMap(({ moduleIds }) => moduleIds).flatMap(foreignFolder);
}

/** Writes the licences of the foreign code that became part of a package, as they ask for. */
export function writeLicences(folders: readonly string[], file: string): void {
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version } = readJson<{ name: string; version: string }>(join(folder, "package.json"));
    const text = ["LICENSE", "LICENSE.md", "license"].map((each) => join(folder, each)).find(existsSync);
    if (text === undefined) throw new Error(`${name} ships no licence`);
    return `${name} ${version}\n\n${readFileSync(text, "utf8").trim()}\n`;
  });
  if (texts.length > 0) writeFileSync(file, texts.join(`\n${"-".repeat(80)}\n\n`));
}

function foreignFolder(path: string): readonly string[] {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll("\\", "/"))?.[0];
  return folder === undefined ? [] : [folder];
}
