// Runs once around the unit tests: what they write to temporary folders lies in one, which is removed with all that killed programs leave.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VARIABLES = ["TMPDIR", "TEMP", "TMP"];
const folder = mkdtempSync(join(tmpdir(), "alicred-tests-"));

export function setup(): void {
  for (const name of VARIABLES) process.env[name] = folder;
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
