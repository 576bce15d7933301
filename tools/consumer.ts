import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atOnce } from "./at-once.ts";
import type { Checks } from "./checks.ts";
import { command } from "./command.ts";
import { tryFrontDoor } from "./front-door.ts";
import { type Manifest, publicPackages, readJson, rootDir } from "./workspace.ts";

/** The compilers that a consumer may have: the lowest that the README promises, and the present one. */
const COMPILERS: Readonly<Record<string, string>> = {
  "TypeScript 5.4": "tools/oldest-typescript/node_modules/typescript",
  "the present TypeScript": "node_modules/typescript",
};

const MODULES: Readonly<Record<string, object>> = {
  nodenext: { module: "NodeNext" },
  bundler: { module: "ESNext", moduleResolution: "Bundler" },
  "bundler of a Worker": {
    module: "ESNext",
    moduleResolution: "Bundler",
    customConditions: ["workerd", "worker", "browser"],
  },
};

const LIBRARIES: Readonly<Record<string, object>> = {
  // Disposable stands in for @types/node, which declares it and which users of the entry points for Node have.
  "the DOM library": { lib: ["ES2022", "DOM", "DOM.Iterable", "ESNext.Disposable"], types: [] },
  "@types/node alone": { lib: ["ES2023"], types: ["node"] },
};

/**
 * Dependencies of the simulators whose own types need a later compiler or the DOM library: nothing that alicred
 * publishes can change that, so their faults alone pass.
 */
const FOREIGN_FAULTS = ["hono", "msw", "@mswjs/interceptors", "rettime"];

/** Installs the tarballs into an empty folder outside the repository, imports them, runs them and compiles against them. */
export async function tryAsConsumer(checks: Checks, tarballs: readonly string[]): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), "alicred-consumer-"));
  try {
    const installed = await checks.check("install the tarballs into an empty folder", () =>
      install(cwd, tarballs),
    );
    if (!installed) return;
    await checks.check("import every entry point in Node", () => importAll(cwd));
    await tryFrontDoor(checks, cwd);
    writeFileSync(join(cwd, "consumer.ts"), consumerProgram());
    const compilations = Object.entries(COMPILERS).flatMap(([compiler, folder]) =>
      Object.entries(MODULES).flatMap(([moduleResolution, moduleOptions]) =>
        Object.entries(LIBRARIES).map(([libraries, libOptions]) => ({
          name: `${compiler} compiles the types: ${moduleResolution}, ${libraries}, skipLibCheck off`,
          folder,
          options: { ...moduleOptions, ...libOptions },
        })),
      ),
    );
    await atOnce([...compilations.entries()], ([index, { name, folder, options }]) =>
      checks.check(name, () => compile(cwd, `tsconfig.${index}.json`, folder, options)),
    );
    for (const { manifest } of publicPackages()) {
      for (const name of Object.keys(manifest.bin ?? {})) {
        await checks.check(`run ${name} --help`, async () => {
          const output = await command(join(cwd, "node_modules/.bin", name), ["--help"], { cwd });
          if (!output.includes(name)) throw new Error(`${name} --help printed no usage:\n${output}`);
          return undefined;
        });
      }
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

async function install(cwd: string, tarballs: readonly string[]): Promise<string> {
  const manifest = { name: "consumer", private: true, type: "module" };
  writeFileSync(join(cwd, "package.json"), JSON.stringify(manifest, null, 2));
  const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  // Some entry points are for users of another package, who have it.
  const peers = publicPackages().flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
  const { version } = readJson<Manifest>(join(rootDir, "node_modules/@types/node/package.json"));
  const specifiers = [
    ...tarballs,
    ...peers.map(([name, range]) => `${name}@${range}`),
    `@types/node@${version}`,
  ];
  await command("npm", ["install", ...flags, ...specifiers], { cwd });
  return `${tarballs.length} tarballs`;
}

async function importAll(cwd: string): Promise<string> {
  const specifiers = entryPoints();
  const script = `${specifiers
    .map(
      (specifier) =>
        `if (Object.keys(await import("${specifier}")).length === 0) throw new Error("${specifier} exports nothing");`,
    )
    .join("\n")}\n`;
  writeFileSync(join(cwd, "consumer.js"), script);
  await command(process.execPath, ["consumer.js"], { cwd });
  return `${specifiers.length} entry points`;
}

/** A program that uses the types of every entry point. */
function consumerProgram(): string {
  const imports = entryPoints().map((specifier, index) => `import * as m${index} from "${specifier}";`);
  const all = `export const all: readonly unknown[] = [${imports.map((_, index) => `m${index}`).join(", ")}];`;
  return [...imports, all, ""].join("\n");
}

async function compile(
  cwd: string,
  project: string,
  compilerFolder: string,
  options: object,
): Promise<string> {
  const compilerOptions = {
    target: "ES2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  };
  writeFileSync(join(cwd, project), JSON.stringify({ compilerOptions, include: ["consumer.ts"] }));
  const tsc = join(rootDir, compilerFolder, "bin/tsc");
  const failure = await command(process.execPath, [tsc, "-p", project, "--pretty", "false"], { cwd }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const complaints = failure instanceof Error ? failure.message.match(/^\S.*: error TS.*$/gm) : [];
  const isForeign = (complaint: string): boolean =>
    FOREIGN_FAULTS.some((name) => complaint.startsWith(`node_modules/${name}/`));
  if (failure && !(complaints?.length && complaints.every(isForeign))) throw failure;
  const foreign = FOREIGN_FAULTS.filter((name) => complaints?.some((each) => each.includes(`/${name}/`)));
  const but = foreign.length > 0 ? `, except for faults in the types of ${foreign.join(", ")}` : "";
  return `${entryPoints().length} entry points${but}`;
}

/** Every module that the packages offer, as a consumer names it. */
function entryPoints(): readonly string[] {
  return publicPackages().flatMap(({ manifest }) =>
    Object.entries(manifest.exports ?? {})
      .filter(([, path]) => path.endsWith(".ts"))
      .map(([subpath]) => manifest.name + subpath.slice(1)),
  );
}
