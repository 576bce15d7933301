// npm run test:mutation [-- PACKAGE|PATH...] [--changed [--since COMMIT]] [--concurrency N] [--report FILE]: which changes of the code do
// the tests not notice? Stryker makes them, one at a time. `--changed` tries only the lines that differ from COMMIT, main by default.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChecks } from "../checks.ts";
import { binPath, rootDir } from "../workspace.ts";
import { changedRanges } from "./changed.ts";
import { type MutatedPackage, mutatedPackages, PACKAGE_VARIABLE } from "./packages.ts";
import { readScore, scoreLine, survivors } from "./score.ts";

/** The least share of the mutants of a package that its tests must notice, in percent. */
const LEAST_PERCENT = 85;
/** Suites of many cases try no more of them for each mutant. */
const CASES = "40";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: "boolean", default: false },
    since: { type: "string", default: "main" },
    concurrency: { type: "string", default: "2" },
    report: { type: "string" },
  },
});
const asked = positionals.length > 0 ? positionals : Object.keys(mutatedPackages);
const checks = startChecks(values.report);
/** The files and folders to mutate, by the name of their package: one run for each package. */
const chosen = new Map<string, string[]>();
for (const one of asked) {
  const [name, { dir }] = packageOf(one);
  chosen.set(name, [...(chosen.get(name) ?? []), one === name ? `${dir}/src` : one]);
}
for (const [name, inside] of chosen) {
  const whole = inside.map((path) => (path.endsWith(".ts") ? path : `${path}/**/*.ts`));
  const wanted = values.changed ? inside.flatMap((path) => changedRanges(values.since, path)) : whole;
  const { spared = [] } = mutatedPackages[name] ?? {};
  const mutate = wanted.filter((range) => !spared.some((file) => range.startsWith(file)));
  if (mutate.length === 0) {
    console.log(`${name}: no line of its code differs from ${values.since}`);
    continue;
  }
  await checks.check(`${name}: mutants`, async () => {
    const reportFile = await stryker(name, [...mutate, ...spared.map((file) => `!${file}`)]);
    const score = readScore(reportFile, inside);
    for (const line of survivors(reportFile, inside)) console.log(line);
    if (score.percent < LEAST_PERCENT) throw new Error(`${scoreLine(score)}; at least ${LEAST_PERCENT} %`);
    return scoreLine(score);
  });
}
checks.finish();

/** The package of that name, or the one that has that file or folder. */
function packageOf(asked: string): readonly [name: string, found: MutatedPackage] {
  const found = Object.entries(mutatedPackages).find(
    ([name, { dir }]) => name === asked || asked.startsWith(`${dir}/src`),
  );
  if (found !== undefined) return found;
  console.error(
    `nothing to mutate at ${asked}; there are: ${Object.keys(mutatedPackages).join(", ")}, and paths in them`,
  );
  process.exit(2);
}

/** Runs Stryker on the files or ranges, and returns the path of its report. */
async function stryker(name: string, mutate: readonly string[]): Promise<string> {
  const folder = join(rootDir, "build/mutation");
  const reportFile = join(folder, `${name}.json`);
  const configFile = join(folder, `${name}.stryker.json`);
  const config = {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    mutate,
    coverageAnalysis: "perTest",
    // A mutant in what a module does once, when it is loaded, would cost a run of all tests.
    ignoreStatic: true,
    concurrency: Number(values.concurrency),
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: reportFile },
    // Stryker parses tsconfig.json with a TypeScript that has an API, which version 7 does not have.
    tsconfigFile: "no-such-file.json",
    tempDirName: `build/stryker/${name}`,
    ignorePatterns: ["/build", "/.git", "dist", "*.tsbuildinfo"],
    vitest: { configFile: "tools/mutation/vitest.config.ts", related: false },
    incremental: true,
    incrementalFile: join(folder, `${name}.incremental.json`),
    timeoutMS: 5_000,
    allowConsoleColors: false,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(configFile, JSON.stringify(config, undefined, 2));
  await run(binPath("stryker"), ["run", configFile], {
    ...process.env,
    // Stryker runs tests in threads, where a changed HOME does not move the home folder.
    HOME: join(tmpdir(), "alicred-no-such-home"),
    [PACKAGE_VARIABLE]: name,
    ALICRED_CASES: CASES,
  });
  return reportFile;
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: rootDir,
      env,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`Stryker: exit code ${code}`))));
  });
}
