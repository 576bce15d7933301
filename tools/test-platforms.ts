// The tests of `plugins/platforms`, and a table of platforms and situations from their titles: `npm run test:platforms`.
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { failureLines } from "./failures.ts";
import { table } from "./table.ts";
import { binPath, readJson, rootDir } from "./workspace.ts";

/** The part of vitest's report that counts. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly Result[];
  }[];
}

interface Result {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

const SITUATIONS = ["success", "missing", "refused", "rotated"];
const file = join(rootDir, "build/reports/platforms.json");

rmSync(file, { force: true });
const exitCode = await run(["run", "plugins/platforms", "--reporter=json", `--outputFile=${file}`]);
if (!existsSync(file)) {
  console.error("vitest left no report");
  process.exit(1);
}
const { testResults } = readJson<Report>(file);
const results = testResults.flatMap(({ assertionResults }) => assertionResults);
// A file that cannot be loaded has no results.
const unloaded = testResults.filter(
  ({ message, assertionResults }) => message && assertionResults.length === 0,
);

const rows = new Map<string, Map<string, string[]>>();
for (const { ancestorTitles, title, status } of results) {
  const platform = /^matrix: (\S+)$/.exec(ancestorTitles[0] ?? "")?.[1];
  const situation = title.split(":")[0] ?? "";
  if (platform === undefined) continue;
  const row = rows.get(platform) ?? new Map<string, string[]>();
  rows.set(platform, row.set(situation, [...(row.get(situation) ?? []), status]));
}
const cells = [...rows].map(([platform, row]) => [
  platform,
  ...SITUATIONS.map((each) => cellOf(row.get(each))),
]);
const holes = cells.flatMap(([platform, ...row]) =>
  row.flatMap((cell, column) => (cell === "-" ? [`${platform}: ${SITUATIONS[column]} is not tested`] : [])),
);
const failures = [
  ...unloaded.map(({ name, message }) => ({ title: name, message })),
  ...holes.map((title) => ({ title, message: "Add a test with this title." })),
  ...results
    .filter(({ status }) => status === "failed")
    .map(({ ancestorTitles, title, failureMessages }) => ({
      title: [...ancestorTitles, title].join(" > "),
      message: failureMessages.join("\n"),
    })),
];
if (exitCode !== 0 && failures.length === 0)
  failures.push({ title: "vitest", message: `exit code ${exitCode}` });

console.log(table([["platform", ...SITUATIONS], ...cells]).join("\n"));
if (failures.length > 0) console.log(["", ...failureLines(failures)].join("\n"));
const passed = results.filter(({ status }) => status === "passed").length;
console.log(`\n${passed} passed, ${failures.length} failed`);
if (failures.length > 0) process.exitCode = 1;

function cellOf(statuses: readonly string[] = []): string {
  if (statuses.length === 0) return "-";
  return statuses.every((status) => status === "passed") ? "ok" : "FAIL";
}

function run(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const stdio = ["ignore", "ignore", "inherit"] as const;
    const child = spawn(binPath("vitest"), args, {
      cwd: rootDir,
      stdio: [...stdio],
      shell: process.platform === "win32",
    });
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}
