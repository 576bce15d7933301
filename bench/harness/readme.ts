// The part of the README that a run writes, between two marks.
import type { Benchmark } from "./benchmark.ts";
import { overview } from "./overview.ts";
import { cells, goalCells, markdown, verdicts } from "./report.ts";
import type { Results } from "./result.ts";

const BEGIN = "<!-- begin: npm run bench -- --json bench/results/latest.json -->";
const END = "<!-- end -->";

/** The README with the tables of these results. */
export function withResults(readme: string, benchmarks: readonly Benchmark[], results: Results): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the README lacks ${BEGIN} or ${END} after it`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${section(benchmarks, results)}\n${readme.slice(end)}`;
}

function section(benchmarks: readonly Benchmark[], results: Results): string {
  const { command, date, machine, versions } = results;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const parts = [
    `\`${command}\`, ${date}, on ${machine}: ${named.join(", ")}. Medians over fresh processes; in brackets the least and the most.`,
    ...overview(results),
  ];
  for (const benchmark of benchmarks) {
    const rows = results.benchmarks[benchmark.name];
    if (rows === undefined) continue;
    parts.push(`### ${benchmark.name}`, benchmark.about);
    if (benchmark.chart !== undefined)
      parts.push(`![${benchmark.chart.title}](results/${benchmark.name}.svg)`);
    parts.push(markdown(cells(benchmark, rows), (index) => rows[index]?.kind === "own"));
    const reached = verdicts(benchmark, rows);
    if (reached.length > 0) parts.push(markdown(goalCells(reached), () => false));
  }
  return `${parts.join("\n\n")}\n`;
}
