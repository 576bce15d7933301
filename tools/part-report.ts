import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The counts of one part of the test run. */
export interface PartReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
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
