import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readVitestReport } from "./vitest-report.ts";

test("counts tests, and a file that cannot be loaded as one failure", () => {
  const folder = mkdtempSync(join(tmpdir(), "alicred-report-"));
  const file = join(folder, "unit.json");
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: "passed", assertionResults: [{ status: "passed" }] },
      { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] },
      { status: "failed", assertionResults: [] },
    ],
  };
  writeFileSync(file, JSON.stringify(report));
  expect(readVitestReport(file)).toEqual({ passed: 5, failed: 2, skipped: 3, missing: [] });
  rmSync(folder, { recursive: true });
});
