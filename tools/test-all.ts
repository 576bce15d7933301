// The whole test run: `npm test`. Every part runs, the quick ones first; `--bail` stops after the first that fails.
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type PartReport, readReport } from "./part-report.ts";
import { box, table } from "./table.ts";
import { readVitestReport } from "./vitest-report.ts";
import { binPath, rootDir } from "./workspace.ts";

interface Part {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Reads the counts that the command left behind; without it, the command is one check. */
  readonly read?: (file: string) => PartReport;
}

const reports = join(rootDir, "build/reports");
const reportFile = (name: string): string => join(reports, `${name}.json`);
const tool = (name: string, script: string): Part => ({
  name,
  command: ["tsx", script, "--report", reportFile(name)],
  read: readReport,
});

const parts: readonly Part[] = [
  { name: "lint", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "types", command: ["tsc", "-b"] },
  { name: "types of the tests", command: ["tsc", "-p", "tsconfig.tests.json"] },
  {
    name: "unit",
    command: [
      "vitest",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportFile("unit")}`,
    ],
    read: readVitestReport,
  },
  { name: "demo", command: ["tsx", "cli/demo/main.ts"] },
  tool("examples", "tools/test-examples.ts"),
  tool("runtimes", "test/runtimes/main.ts"),
  tool("write-back", "test/integration/write-back/main.ts"),
  tool("bundles", "tools/check-bundles.ts"),
  tool("packages", "tools/check-packages.ts"),
];

const { values } = parseArgs({ options: { bail: { type: "boolean", default: false } } });
const inCi = process.env["CI"] === "true";
rmSync(reports, { recursive: true, force: true });

const rows = [["part", "passed", "failed", "skipped", "seconds"]];
const missing: string[] = [];
let passed = 0;
let failed = 0;
let skipped = 0;

for (const part of parts) {
  console.log(`\n== ${part.name}`);
  const startedMs = performance.now();
  const report = count(part, await run(part.command));
  const partFailed = report.failed + (inCi ? report.missing.length : 0);
  passed += report.passed;
  failed += partFailed;
  skipped += report.skipped;
  missing.push(...report.missing);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  rows.push([part.name, ...[report.passed, partFailed, report.skipped].map(String), seconds]);
  if (values.bail && partFailed > 0) break;
}

console.log(["", ...table(rows)].join("\n"));
if (missing.length > 0) {
  const head = inCi
    ? "MISSING RUNTIMES, each counted as a failure"
    : "MISSING RUNTIMES: not tested on this machine";
  console.log(["", ...box([head, ...missing])].join("\n"));
}
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
if (failed > 0) process.exitCode = 1;

/** A command that fails without saying why in its report, or leaves none, is itself a failure. */
function count({ name, read }: Part, exitCode: number): PartReport {
  const none: PartReport = { passed: 0, failed: 0, skipped: 0, missing: [] };
  if (read === undefined) return exitCode === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 };
  const report = existsSync(reportFile(name)) ? read(reportFile(name)) : { ...none, failed: 1 };
  const explained = report.failed > 0 || (inCi && report.missing.length > 0);
  return exitCode === 0 || explained ? report : { ...report, failed: 1 };
}

function run([name, ...args]: Part["command"]): Promise<number> {
  return new Promise((resolve) => {
    const options = { cwd: rootDir, stdio: "inherit", shell: process.platform === "win32" } as const;
    const child = spawn(binPath(name), args, options);
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
