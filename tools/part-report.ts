import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One test or check that failed. */
export interface Failure {
  /** Where it is and its name, such as `core/test/redact.test.ts: hides a token`. */
  readonly title: string;
  readonly message: string;
}

/** The result of one part of the test run. */
export interface PartReport {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  /** Runtimes that this machine cannot run, each with the reason. */
  readonly missing: readonly string[];
}

export function writeReport(file: string, report: PartReport): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

export function readReport(file: string): PartReport {
  return JSON.parse(readFileSync(file, "utf8")) as PartReport;
}
