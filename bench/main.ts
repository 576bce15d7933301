// The benchmarks. `npm run bench -- --help` says what it takes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../tools/table.ts";
import { readJson, rootDir } from "../tools/workspace.ts";
import { draw } from "./charts/draw.ts";
import type { Benchmark } from "./harness/benchmark.ts";
import { inTurn } from "./harness/lanes.ts";
import { machine, versions } from "./harness/machine.ts";
import { withResults } from "./harness/readme.ts";
import { cells, goalCells, verdicts } from "./harness/report.ts";
import type { Results } from "./harness/result.ts";
import { BENCHMARKS } from "./scenarios/mod.ts";

const LATEST = join(rootDir, "bench/results/latest.json");
const README = join(rootDir, "bench/README.md");

const USAGE = `npm run bench -- [NAME...] [--quick] [--json FILE] [--check] [--render]
  NAME      ${BENCHMARKS.map(({ name }) => name).join(", ")}; all by default
  --quick   in less than a minute, of what the goals compare
  --json    keeps the results; bench/results/latest.json also makes the charts and the tables of the README
  --check   ends with 1 where a ratio or a count is worse than tolerated
  --render  makes only the charts and tables, from bench/results/latest.json`;

const { values, positionals } = options();
if (values.help) {
  console.log(USAGE);
  process.exit();
}
const chosen = positionals.length > 0 ? named(positionals) : BENCHMARKS;
if (values.render) render(readJson<Results>(LATEST));
else {
  const results = await run(chosen);
  if (values.json !== undefined) keep(resolve(values.json), results);
  if (values.check) check(results);
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        json: { type: "string" },
        check: { type: "boolean", default: false },
        render: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return process.exit(2);
  }
}

function named(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !BENCHMARKS.some((one) => one.name === name));
  if (unknown.length === 0) return BENCHMARKS.filter(({ name }) => names.includes(name));
  console.error(
    `no benchmark ${unknown.join(", ")}; there are: ${BENCHMARKS.map(({ name }) => name).join(", ")}`,
  );
  return process.exit(2);
}

async function run(benchmarks: readonly Benchmark[]): Promise<Results> {
  const about = { machine: machine(), versions: versions() };
  console.log(about.machine);
  console.log(
    Object.entries(about.versions)
      .map((pair) => pair.join(" "))
      .join(", "),
  );
  const measured: Record<string, Results["benchmarks"][string]> = {};
  await inTurn(benchmarks, values.quick, async (benchmark) => {
    // Several may run at once, so each says what it measured when it has.
    console.error(`running ${benchmark.name} …`);
    const rows = await benchmark.run({ quick: values.quick });
    measured[benchmark.name] = rows;
    console.log(`\n== ${benchmark.name}\n   ${benchmark.about}\n`);
    print(cells(benchmark, rows));
    const goals = verdicts(benchmark, rows);
    if (goals.length > 0) {
      console.log("");
      print(goalCells(goals));
    }
  });
  const words = ["npm run bench", ...(process.argv.length > 2 ? ["--", ...process.argv.slice(2)] : [])];
  const date = new Date().toISOString().slice(0, 10);
  return { command: words.join(" "), date, quick: values.quick, ...about, benchmarks: measured };
}

function print(rows: readonly (readonly string[])[]): void {
  for (const line of table(rows)) console.log(`  ${line}`);
}

/** Writes the results; those that the README shows, with what is made from them. A run of some benchmarks renews only those. */
function keep(file: string, fresh: Results): void {
  mkdirSync(dirname(file), { recursive: true });
  if (file !== LATEST) {
    writeFileSync(file, json(fresh));
    return;
  }
  const before = positionals.length > 0 && existsSync(LATEST) ? readJson<Results>(LATEST) : undefined;
  const benchmarks = { ...before?.benchmarks, ...fresh.benchmarks };
  const kept = { ...fresh, command: before?.command ?? fresh.command, benchmarks };
  writeFileSync(file, json(kept));
  render(kept);
}

function render(results: Results): void {
  for (const { name, chart } of BENCHMARKS) {
    const rows = results.benchmarks[name];
    if (chart !== undefined && rows !== undefined)
      writeFileSync(join(dirname(LATEST), `${name}.svg`), draw(chart, rows));
  }
  writeFileSync(README, withResults(readFileSync(README, "utf8"), BENCHMARKS, results));
}

function json(results: Results): string {
  return `${JSON.stringify(results, null, 1)}\n`;
}

/** Compares ratios and counts with what is tolerated, and ends with the count of those that hold. */
function check({ benchmarks }: Results): void {
  const all = BENCHMARKS.flatMap((benchmark) => verdicts(benchmark, benchmarks[benchmark.name] ?? []));
  const failed = all.filter(({ isTolerated }) => !isTolerated);
  console.log("");
  for (const { title, value, tolerated, atMost } of failed)
    console.log(`FAILED ${title}: ${value}, more than ${tolerated ?? atMost}`);
  console.log(`${all.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
