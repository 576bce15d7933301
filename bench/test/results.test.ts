import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { draw } from "../charts/draw.ts";
import { withResults } from "../harness/readme.ts";
import { verdicts } from "../harness/report.ts";
import type { Results } from "../harness/result.ts";
import { BENCHMARKS } from "../scenarios/mod.ts";

// The committed results, and what is made from them. To renew all of it: npm run bench -- --json bench/results/latest.json

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const results = JSON.parse(read("../results/latest.json")) as Results;

test("every benchmark has results of a full run", () => {
  expect(results.quick).toBe(false);
  expect(Object.keys(results.benchmarks).sort()).toEqual(BENCHMARKS.map(({ name }) => name).sort());
});

test("no ratio and no count is worse than tolerated", () => {
  const worse = BENCHMARKS.flatMap((benchmark) =>
    verdicts(benchmark, results.benchmarks[benchmark.name] ?? [])
      .filter(({ isTolerated }) => !isTolerated)
      .map(({ title, value }) => `${benchmark.name}: ${title}: ${value}`),
  );
  expect(worse).toEqual([]);
});

test("every goal has a figure, and says why where it is not reached", () => {
  for (const benchmark of BENCHMARKS) {
    const all = verdicts(benchmark, results.benchmarks[benchmark.name] ?? []);
    expect(all.length, benchmark.name).toBeGreaterThan(0);
  }
});

test("the README shows these results", () => {
  const readme = read("../README.md");
  expect(withResults(readme, BENCHMARKS, results)).toBe(readme);
});

test("the charts are drawn from these results", () => {
  for (const { name, chart } of BENCHMARKS) {
    if (chart === undefined) continue;
    expect(draw(chart, results.benchmarks[name] ?? []), name).toBe(read(`../results/${name}.svg`));
  }
});
