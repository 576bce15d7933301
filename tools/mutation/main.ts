// npm run test:mutation [-- PACKAGE...] [--changed [--since COMMIT]] [--concurrency N] [--report FILE]: which changes of the code do
// the tests not notice? Stryker makes them, one at a time. `--changed` tries only the lines that differ from COMMIT, main by default.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChecks } from "../checks.ts";
import { binPath, rootDir } from "../workspace.ts";
import { changedRanges } from "./changed.ts";
import { mutatedPackages, PACKAGE_VARIABLE } from "./packages.ts";
import { readScore, scoreLine, survivors } from "./score.ts";

/** The least share of the mutants of a package that its tests must notice, in percent. */
const LEAST_PERCENT = 85;
/** Suites of many cases try no more of them for each mutant. */
const CASES = "300";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: "boolean", default: false },
    since: { type: "string", default: "main" },
    concurrency: { type: "string", default: "2" },
    report: { type: "string" },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(mutatedPackages);
const unknown = names.find((name) => mutatedPackages[name] === undefined);
if (unknown !== undefined) {
  console.error(`no package ${unknown} to mutate; there are: ${Object.keys(mutatedPackages).join(", ")}`);
  process.exit(2);
}

const checks = startChecks(values.report);
for (const name of names) {
  const dir = `${mutatedPackages[name]?.dir}/src`;
  const mutate = values.changed ? changedRanges(values.since, dir) : [`${dir}/**/*.ts`];
  if (mutate.length === 0) {
    console.log(`${name}: no line of its code differs from ${values.since}`);
    continue;
  }
  await checks.check(`${name}: mutants`, async () => {
    const reportFile = await stryker(name, mutate);
    const score = readScore(reportFile);
    for (const line of survivors(reportFile)) console.log(line);
    if (score.percent < LEAST_PERCENT) throw new Error(`${scoreLine(score)}; at least ${LEAST_PERCENT} %`);
    return scoreLine(score);
  });
}
checks.finish();

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
    reporters: ["json"],
    jsonReporter: { fileName: reportFile },
    // Stryker parses tsconfig.json with a TypeScript that has an API, which version 7 does not have.
    tsconfigFile: "no-such-file.json",
    tempDirName: `build/stryker/${name}`,
    ignorePatterns: ["/build", "/.git", "dist", "*.tsbuildinfo"],
    vitest: { configFile: "tools/mutation/vitest.config.ts", related: false },
    incremental: true,
    incrementalFile: join(folder, `${name}.incremental.json`),
    // Longer than a refresh of a busy machine takes; what loops is ended sooner, by the count of its turns.
    timeoutMS: 20_000,
    allowConsoleColors: false,
    clearTextReporter: { allowColor: false },
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
