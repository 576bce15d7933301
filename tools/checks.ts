import { parseArgs } from "node:util";
import { type Failure, writeReport } from "./part-report.ts";

/** Runs named checks, prints each result as it comes, and continues after a failure. */
export interface Checks {
  /** Passes when `run` resolves; its text, if any, is printed beside the name. */
  check(name: string, run: () => Promise<string | undefined> | string | undefined): Promise<boolean>;
  /** Prints `N passed, N failed`, writes the report where one is wanted, and sets the exit code. */
  finish(): void;
}

/** Starts with no check made. The report goes to the given file, by default to that of the option `--report FILE`. */
export function startChecks(reportFile: string | undefined = reportOption()): Checks {
  const failures: Failure[] = [];
  let passed = 0;
  return {
    async check(name, run) {
      const startedMs = performance.now();
      try {
        const note = await run();
        passed += 1;
        console.log(`ok   ${name}${note === undefined ? "" : `: ${note}`} (${secondsSince(startedMs)})`);
        return true;
      } catch (reason) {
        const message = describe(reason);
        failures.push({ title: name, message });
        console.log(`FAIL ${name} (${secondsSince(startedMs)})\n${indent(message)}`);
        return false;
      }
    },
    finish() {
      if (reportFile !== undefined) writeReport(reportFile, { passed, skipped: 0, failures, missing: [] });
      console.log(`\n${passed} passed, ${failures.length} failed`);
      if (failures.length > 0) process.exitCode = 1;
    },
  };
}

/** Other options belong to the program. */
function reportOption(): string | undefined {
  const { values } = parseArgs({ options: { report: { type: "string" } }, strict: false });
  return typeof values.report === "string" ? values.report : undefined;
}

function secondsSince(startedMs: number): string {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}

function describe(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function indent(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `     ${line}`)
    .join("\n");
}
