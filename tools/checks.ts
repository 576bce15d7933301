import { parseArgs } from "node:util";
import { type Failure, writeReport } from "./part-report.ts";

/** Runs named checks one after another, prints each result as it comes, and continues after a failure. */
export interface Checks {
  /** Passes when `run` resolves; its text, if any, is printed beside the name. */
  check(name: string, run: () => Promise<string | undefined> | string | undefined): Promise<boolean>;
  /** Writes `--report FILE` when asked to, and sets the exit code. */
  finish(): void;
}

export function startChecks(): Checks {
  const { values } = parseArgs({ options: { report: { type: "string" } }, allowPositionals: true });
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
      if (values.report !== undefined)
        writeReport(values.report, { passed, skipped: 0, failures, missing: [] });
      if (failures.length > 0) process.exitCode = 1;
    },
  };
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
