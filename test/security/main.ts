// npm run test:security [-- --report FILE]: every test that the table of test/security/README.md names, then a minute of fuzzing.
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { startChecks } from "../../tools/checks.ts";
import { command } from "../../tools/command.ts";
import { binPath, rootDir } from "../../tools/workspace.ts";

const FUZZ_SECONDS = "60";

const { values } = parseArgs({ options: { report: { type: "string" } } });
const folder = join(rootDir, "test/security");
const text = readFileSync(join(folder, "README.md"), "utf8");
const named = new Set(
  [...text.matchAll(/\]\(([^)]+\.test\.ts)\)/g)].map(([, path = ""]) =>
    relative(rootDir, join(folder, path)),
  ),
);
const checks = startChecks(values.report);
await checks.check("every test that the table names exists", () => {
  const missing = [...named].filter((path) => !existsSync(join(rootDir, path)));
  if (missing.length > 0) throw new Error(missing.join("\n"));
  return `${named.size} files`;
});
await checks.check("they pass", async () => {
  const output = await command(binPath("vitest"), ["run", ...named], { cwd: rootDir, timeoutMs: 1_800_000 });
  const [, passed] = /Tests\s+(\d+) passed/.exec(output) ?? [];
  return passed === undefined ? undefined : `${passed} tests`;
});
await checks.check("a minute of fuzzing", async () => {
  const args = ["test/fuzz/main.ts", "--seconds", FUZZ_SECONDS];
  const output = await command(binPath("tsx"), args, { cwd: rootDir, timeoutMs: 1_800_000 });
  return /^(\d+ inputs) in all$/m.exec(output)?.[1];
});
checks.finish();
