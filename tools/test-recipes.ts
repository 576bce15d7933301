// Every folder of examples, from the packages as a user installs them: `npm run test:recipes`.
// tsx tools/test-recipes.ts [--only NAME,…] [--report FILE]
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChecks } from "./checks.ts";
import { command } from "./command.ts";
import { inKitchen } from "./recipes/kitchen.ts";
import { examples, type Recipe, recipes } from "./recipes/recipes.ts";
import { checkRecipeFiles } from "./recipes/yaml.ts";
import { publicPackages, readJson, rootDir } from "./workspace.ts";

const { values } = parseArgs({
  options: { only: { type: "string" }, report: { type: "string" } },
  allowPositionals: true,
});
const only = values.only?.split(",");
const chosen = recipes.filter(({ name }) => only?.includes(name) ?? true);
const checks = startChecks();
const parent = mkdtempSync(join(tmpdir(), "alicred-recipes-"));
try {
  await checks.check("workflows and manifests", checkRecipeFiles);
  const isInstalled =
    (await checks.check(
      "npm run build",
      async () => void (await command("npm", ["run", "--silent", "build"], { cwd: rootDir })),
    )) && (await checks.check("npm install, as a user of all recipes does", install));
  for (const { name, run, missing } of isInstalled ? chosen : []) {
    await checks.check(`examples/${name}`, async () => {
      const lacking = missing?.();
      if (lacking !== undefined) throw new Error(lacking);
      return inKitchen(name, parent, true, (kitchen) => run(kitchen, true));
    });
  }
} finally {
  rmSync(parent, { recursive: true, force: true });
}
checks.finish();

async function install(): Promise<string> {
  writeFileSync(
    join(parent, "package.json"),
    JSON.stringify({ name: "recipes", private: true, type: "module" }),
  );
  const packages = join(rootDir, "build/packages");
  const tarballs = readdirSync(packages).map((name) => join(packages, name));
  const foreign = [...new Set(chosen.flatMap(rangesOf))];
  const own = new Set(publicPackages().map(({ manifest }) => manifest.name));
  for (const { name } of chosen) {
    const { dependencies = {}, devDependencies = {} } = manifestOf(name);
    for (const each of Object.keys({ ...dependencies, ...devDependencies }))
      if (!own.has(each) && !foreign.some((one) => one.startsWith(`${each}@`)))
        throw new Error(`examples/${name}: ${each} is not installed by the test`);
  }
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await command("npm", ["install", ...flags, ...tarballs, ...foreign], { cwd: parent, timeoutMs: 600_000 });
  return [`${tarballs.length} tarballs`, ...foreign].join(", ");
}

function rangesOf({ name, installs = [] }: Recipe): readonly string[] {
  const { dependencies = {}, devDependencies = {} } = manifestOf(name);
  const ranges = { ...dependencies, ...devDependencies };
  return installs.map((each) => `${each}@${ranges[each]}`);
}

interface ExampleManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(name: string): ExampleManifest {
  return readJson<ExampleManifest>(join(examples, name, "package.json"));
}
