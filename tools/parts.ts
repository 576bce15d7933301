import { type StdioOptions, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { atOnce } from "./at-once.ts";
import { failureLines } from "./failures.ts";
import { type Failure, type PartReport, readReport } from "./part-report.ts";
import { box, table } from "./table.ts";
import { binPath, rootDir } from "./workspace.ts";

/** A part of a test run: a command that leaves a report behind, or is a single check. */
export interface Part {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Whether the command leaves a report behind. Default: false. */
  readonly reports?: boolean;
}

/** Parts that run side by side, as many as there are processors: they use other files, and none measures time. */
export type Group = readonly Part[];

export interface RunOptions {
  /** Whether no part begins after the first that fails. Default: false. */
  readonly bail?: boolean;
}

/** Enough for the end of what a command prints. */
const KEPT_CHARACTERS = 20_000;

const reports = join(rootDir, "build/reports");

/** The file in which a part leaves its report. */
export function reportFile(name: string): string {
  return join(reports, `${name}.json`);
}

/** A script of this repository as a part, which leaves its report where its option `--report` says. */
export function toolPart(name: string, script: string, ...args: readonly string[]): Part {
  return { name, command: ["tsx", script, ...args, "--report", reportFile(name)], reports: true };
}

/**
 * Runs the groups one after another, and prints a table of their parts, what failed, what this machine lacks, and last
 * `N passed, N failed`. With `CI=true` what is missing counts as failed. Sets the exit code.
 */
export async function runParts(groups: readonly Group[], { bail = false }: RunOptions = {}): Promise<void> {
  const inCi = process.env["CI"] === "true";
  rmSync(reports, { recursive: true, force: true });
  const ran = new Map<Part, { readonly report: PartReport; readonly seconds: string }>();
  const failuresOf = ({ failures, missing }: PartReport): number =>
    failures.length + (inCi ? missing.length : 0);

  for (const group of groups) {
    if (group.length > 1) console.log(`\n== side by side: ${group.map(({ name }) => name).join(", ")}`);
    await atOnce(group, async (part) => {
      if (bail && [...ran.values()].some(({ report }) => failuresOf(report) > 0)) return;
      const startedMs = performance.now();
      const ended = await run(part, group.length > 1);
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      ran.set(part, { report: judge(part, ended, inCi), seconds });
    });
  }

  const rows = [["part", "passed", "failed", "skipped", "seconds"]];
  const missing: string[] = [];
  const failures: Failure[] = [];
  let passed = 0;
  let skipped = 0;
  for (const part of groups.flat()) {
    const { report, seconds } = ran.get(part) ?? {};
    if (report === undefined) continue;
    passed += report.passed;
    skipped += report.skipped;
    failures.push(...report.failures.map((each) => ({ ...each, title: `${part.name}: ${each.title}` })));
    missing.push(...report.missing);
    const counts = [report.passed, failuresOf(report), report.skipped].map(String);
    rows.push([part.name, ...counts, seconds ?? ""]);
  }

  console.log(["", ...failureLines(failures), "", ...table(rows)].join("\n"));
  if (missing.length > 0) {
    const head = inCi ? "MISSING, each counted as a failure" : "MISSING: not tested on this machine";
    console.log(["", ...box([head, ...missing])].join("\n"));
  }
  const failed = failures.length + (inCi ? missing.length : 0);
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  if (failed > 0) process.exitCode = 1;
}

interface Ended {
  readonly exitCode: number;
  /** The end of what it printed. */
  readonly output: string;
}

/** A command that fails without a failure in its report, or leaves no report, is itself a failure. */
function judge(
  { name, reports: hasReport = false }: Part,
  { exitCode, output }: Ended,
  inCi: boolean,
): PartReport {
  const none: PartReport = { passed: 0, skipped: 0, failures: [], missing: [] };
  const itself = (title: string): PartReport["failures"] => [{ title, message: output }];
  if (!hasReport) {
    return exitCode === 0 ? { ...none, passed: 1 } : { ...none, failures: itself(`exit code ${exitCode}`) };
  }
  if (!existsSync(reportFile(name))) return { ...none, failures: itself("it left no report") };
  const report = readReport(reportFile(name));
  const isExplained = report.failures.length > 0 || (inCi && report.missing.length > 0);
  return exitCode === 0 || isExplained ? report : { ...report, failures: itself(`exit code ${exitCode}`) };
}

/**
 * Its output goes where that of this program goes, and its end is kept; a person at a terminal sees its colours instead. That
 * of a part beside others is printed when it ends.
 */
function run({ name, command: [file, ...args] }: Part, isBesideOthers: boolean): Promise<Ended> {
  const head = `\n== ${name}`;
  const isSeen = process.stdout.isTTY && !isBesideOthers;
  const stdio: StdioOptions = isSeen ? "inherit" : ["inherit", "pipe", "pipe"];
  if (!isBesideOthers) console.log(head);
  return new Promise((resolve) => {
    const child = spawn(binPath(file), args, { cwd: rootDir, stdio, shell: process.platform === "win32" });
    const printed: Buffer[] = [];
    let output = "";
    const keep =
      (stream: NodeJS.WriteStream) =>
      (chunk: Buffer): void => {
        output = `${output}${chunk}`.slice(-KEPT_CHARACTERS);
        if (isBesideOthers) printed.push(chunk);
        else stream.write(chunk);
      };
    child.stdout?.on("data", keep(process.stdout));
    child.stderr?.on("data", keep(process.stderr));
    child.on("error", (error) => {
      console.error(error.message);
      resolve({ exitCode: 1, output: error.message });
    });
    child.on("close", (code) => {
      if (isBesideOthers) console.log(`${head}\n${Buffer.concat(printed)}`);
      resolve({ exitCode: code ?? 1, output });
    });
  });
}
