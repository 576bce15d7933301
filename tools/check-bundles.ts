// Bundles core alone, each plugin alone, each preset and some programs, as an application would, and looks at what went in. The bundles are esbuild's; their sizes
// are those after terser, the minifier of webpack and Rollup, and after gzip. What esbuild's own minifier makes of them is shown beside.
// Run by `npm run test:bundles`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { minify } from "terser";
import { bundleBudgets, peerEntry, peerSigner, programs, sizeRows } from "./bundle-budgets.ts";
import { startChecks } from "./checks.ts";
import { table } from "./table.ts";
import { type Manifest, publicPackages, readJson, rootDir, type WorkspacePackage } from "./workspace.ts";

const own = new Map(publicPackages().map((one) => [one.manifest.name, one]));
const bundled = publicPackages()
  .filter(({ dir }) => dir === "core" || dir.startsWith("plugins/"))
  .flatMap((one) => entriesOf(one).map((entry) => ({ one, entry })));

/** Packages that need files, and so cannot go into a bundle for the edge. */
const nodeOnly: ReadonlySet<string> = new Set(["@alicred/file-store", "@alicred/store-file"]);

/** Of a size in tenths of a kB, and some bytes by which one zlib compresses better than another. */
const MAX_ROUNDING_BYTES = 60;

/** The page that states the sizes. */
const SIZES = "docs/reference/sizes.md";

const checks = startChecks();
const rows = [["entry point", "min", "min+gzip", "esbuild min+gzip", "budget"]];

for (const { one, entry } of bundled) {
  await checks.check(`${entry}: its bundle holds its own code and its declared dependencies`, async () => {
    const { metafile, ...sizes } = await bundle(entry, platformOf(entry));
    const strangers = strangersIn(one, metafile);
    const budget = bundleBudgets[entry];
    rows.push([entry, ...cells(sizes), budget === undefined ? "" : kilobytes(budget)]);
    if (strangers.length > 0) throw new Error(`code that does not belong here:\n${strangers.join("\n")}`);
    return undefined;
  });
}
for (const name of Object.keys(programs)) {
  const { metafile: _, ...sizes } = await bundle(name, "neutral");
  rows.push([name, ...cells(sizes), kilobytes(bundleBudgets[name] ?? 0)]);
}
for (const [name, budget] of Object.entries(bundleBudgets)) {
  await checks.check(`${name}: within ${kilobytes(budget)} minified and gzipped`, async () => {
    const { gzip } = await bundle(name, "neutral");
    if (gzip > budget) throw new Error(`found ${gzip} bytes`);
    return kilobytes(gzip);
  });
}

const { metafile: _, ...peer } = await bundle(peerEntry, "node");
for (const [entry, beginning] of Object.entries(sizeRows)) {
  await checks.check(`${entry}: the page of sizes states it`, async () => {
    const { gzip } = entry === peerEntry ? peer : await bundle(entry, "neutral");
    return compareStated(beginning, gzip);
  });
}
rows.push([`${peerEntry}, for Node only`, ...cells(peer), ""]);
rows.push([`${peerSigner}, for AWS`, ...cells(await bundle(peerSigner, "neutral")), ""]);
console.log(["", ...table(rows)].join("\n"));
checks.finish();

/** In bytes. */
interface Sizes {
  readonly min: number;
  readonly gzip: number;
  readonly esbuildGzip: number;
}

/** @param entry an entry point, with all that it exports, or the name of a program */
async function bundle(
  entry: string,
  platform: "node" | "neutral",
): Promise<Sizes & { readonly metafile: Metafile }> {
  const options: BuildOptions & { write: false } = {
    stdin: {
      contents: programs[entry] ?? `export * from ${JSON.stringify(entry)};`,
      resolveDir: rootDir,
      loader: "js",
    },
    absWorkingDir: rootDir,
    bundle: true,
    format: "esm",
    platform,
    mainFields: ["module", "main"],
    target: "es2022",
    write: false,
    logLevel: "silent",
  };
  const {
    outputFiles: [unminified],
    metafile,
  } = await build({ ...options, metafile: true });
  const { code = "" } = await minify(unminified?.text ?? "", { module: true, compress: { passes: 2 } });
  const {
    outputFiles: [minified],
  } = await build({ ...options, minify: true });
  return {
    metafile,
    min: Buffer.byteLength(code),
    gzip: gzipSync(code, { level: 9 }).byteLength,
    esbuildGzip: gzipSync(minified?.contents ?? "", { level: 9 }).byteLength,
  };
}

/** The package, and for the presets, which one uses one at a time, their entry points. */
function entriesOf({ dir, manifest }: WorkspacePackage): readonly string[] {
  const { name, exports = {} } = manifest;
  if (dir !== "plugins/presets") return [name];
  const paths = Object.keys(exports).filter((path) => path !== "." && path !== "./package.json");
  return [name, ...paths.map((path) => path.replace(".", name))];
}

function platformOf(entry: string): "node" | "neutral" {
  return nodeOnly.has(entry) ? "node" : "neutral";
}

/** Folders outside of the package and of what it declares, directly or through its dependencies. */
function strangersIn(one: WorkspacePackage, { inputs }: Metafile): readonly string[] {
  const allowed = [...closure(one.manifest.name)].map((name) => own.get(name)?.dir ?? `node_modules/${name}`);
  const strangers = Object.keys(inputs).filter(
    (input) => input !== "<stdin>" && !allowed.some((folder) => input.startsWith(`${folder}/`)),
  );
  return [...new Set(strangers.map(packageFolder))];
}

function packageFolder(input: string): string {
  return input.match(/^(?:.*node_modules\/(?:@[^/]+\/)?[^/]+|.*(?=\/src\/))/)?.[0] ?? input;
}

function closure(name: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const manifest =
    own.get(name)?.manifest ?? readJson<Manifest>(join(rootDir, "node_modules", name, "package.json"));
  const { dependencies, peerDependencies } = manifest;
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) closure(dependency, seen);
  return seen;
}

/** Throws unless the page of sizes has a row that begins so, and states the size as rounded to a tenth of a kB. */
function compareStated(beginning: string, bytes: number): undefined {
  const row = readFileSync(join(rootDir, SIZES), "utf8")
    .split("\n")
    .find((line) => line.startsWith(`| ${beginning}`));
  const [, label, stated] = /^(\| .* \| )([\d.]+) \|$/.exec(row ?? "") ?? [];
  if (label === undefined) throw new Error(`${SIZES} has no row "| ${beginning} … | SIZE |"`);
  if (Math.abs(Number(stated) * 1000 - bytes) > MAX_ROUNDING_BYTES)
    throw new Error(`found ${bytes} bytes; the row of ${SIZES} should be\n${label}${tenths(bytes)} |`);
  return undefined;
}

function cells({ min, gzip, esbuildGzip }: Sizes): readonly string[] {
  return [min, gzip, esbuildGzip].map(kilobytes);
}

function kilobytes(bytes: number): string {
  return `${tenths(bytes)} kB`;
}

function tenths(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
