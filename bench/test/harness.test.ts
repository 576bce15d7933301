import { describe, expect, test } from "vitest";
import { median } from "../../cli/src/commands/bench/suite/figures.ts";
import { draw } from "../charts/draw.ts";
import type { Benchmark } from "../harness/benchmark.ts";
import { inTurn } from "../harness/lanes.ts";
import { withResults } from "../harness/readme.ts";
import { cells, markdown, verdicts } from "../harness/report.ts";
import { bestPeer, figure, merge, type ResultRow, type Results, spread } from "../harness/result.ts";

const rows: readonly ResultRow[] = [
  { subject: "alicred", kind: "own", group: "HTTP", case: "", figures: { ns: spread([70, 80, 72]) } },
  { subject: "slow", kind: "peer", group: "HTTP", case: "", figures: { ns: spread([300]) } },
  { subject: "a|b <i>", kind: "peer", group: "HTTP", case: "", figures: { ns: spread([144]) } },
  { subject: "other", kind: "peer", group: "in process", case: "", figures: { ns: spread([10]) } },
];

const benchmark: Benchmark = {
  name: "sample",
  about: "A sample.",
  columns: [
    { figure: "ns", head: "ns" },
    { figure: "absent", head: "absent" },
  ],
  chart: { title: "Sample", figure: "ns", case: "" },
  goals: [
    {
      title: "half the best peer",
      measure: (all) => figure(all, "alicred", "ns") / bestPeer(all, "HTTP", "ns"),
      atMost: 0.5,
    },
    { title: "tolerated", measure: () => 3, atMost: 2, tolerated: 4, why: "Because." },
    { title: "worse than tolerated", measure: () => 5, atMost: 2, tolerated: 4 },
    { title: "not measured", measure: () => Number.NaN, atMost: 0 },
  ],
  run: async () => rows,
};

test("figures of processes become medians with their spread, case by case", () => {
  const of = (value: number) => [
    { case: "a", figures: { calls: value } },
    { case: "b", figures: { calls: 10 * value } },
  ];
  const merged = merge({ subject: "x", kind: "peer", group: "" }, [of(3), of(1), of(2)]);
  expect(merged.map((row) => [row.case, row.figures["calls"]])).toEqual([
    ["a", { median: 2, min: 1, max: 3, n: 3 }],
    ["b", { median: 20, min: 10, max: 30, n: 3 }],
  ]);
});

test("a median is the middle value, or the mean of two", () => {
  expect([[3, 1, 2], [4, 1, 3, 2], [7], []].map(median)).toEqual([2, 2.5, 7, Number.NaN]);
});

test("a peer is the best of its own kind", () => {
  expect(bestPeer(rows, "HTTP", "ns")).toBe(144);
  expect(bestPeer(rows, "nowhere", "ns")).toBeNaN();
});

test("tables leave out what nobody has, and show the spread where there is one", () => {
  expect(cells(benchmark, rows).slice(0, 3)).toEqual([
    ["subject", "ns"],
    ["alicred", "72 (70 to 80)"],
    ["slow", "300"],
  ]);
  expect(markdown([["a"], ["x|y"], ["z"]], (row) => row === 1)).toBe("| a |\n| --- |\n| x\\|y |\n| **z** |");
});

test("the check compares with what is tolerated, and passes over what was not measured", () => {
  expect(
    verdicts(benchmark, rows).map(({ title, isReached, isTolerated }) => [title, isReached, isTolerated]),
  ).toEqual([
    ["half the best peer", true, true],
    ["tolerated", false, true],
    ["worse than tolerated", false, false],
  ]);
});

describe("a chart", () => {
  test("names every subject with its value, and has other ink on dark pages", () => {
    const svg = draw({ title: "Sample", figure: "ns", case: "" }, rows);
    for (const text of ["alicred", "slow", "a|b &lt;i&gt;", ">72<", ">300<"]) expect(svg).toContain(text);
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 760 210"/);
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(draw({ title: "Sample", figure: "ns", case: "" }, rows)).toBe(svg);
  });

  test("has a line for each subject over the cases", () => {
    const cases = rows.flatMap((row) => ["1", "10"].map((name) => ({ ...row, case: name })));
    const svg = draw({ title: "Lines", figure: "ns", log: true }, cases);
    for (const text of ["alicred", "other", ">10<"]) expect(svg).toContain(text);
  });
});

test("the README's part between the marks is written anew, and nothing else", () => {
  const begin = "<!-- begin: npm run bench -- --json bench/results/latest.json -->";
  const readme = `before\n${begin}\nearlier text\n<!-- end -->\nafter\n`;
  const results: Results = {
    command: "npm run bench",
    date: "2026-01-02",
    quick: false,
    machine: "a machine",
    versions: { node: "1" },
    benchmarks: { sample: rows },
  };
  const written = withResults(readme, [benchmark], results);
  expect(written).toMatch(/^before\n[\s\S]*\nafter\n$/);
  expect(written).not.toContain("earlier text");
  for (const text of [
    "2026-01-02",
    "![Sample](results/sample.svg)",
    "| **alicred** | 72 (70 to 80) |",
    "no. Because.",
  ])
    expect(written).toContain(text);
  expect(withResults(written, [benchmark], results)).toBe(written);
  expect(() => withResults("nothing", [benchmark], results)).toThrow("lacks");
});

describe("benchmarks take turns", () => {
  const all = [
    { name: "times" },
    { name: "counts", onlyCounts: true },
    { name: "times too" },
    { name: "counts too", onlyCounts: true },
  ];
  async function turns(quick: boolean): Promise<readonly string[]> {
    const log: string[] = [];
    await inTurn(all, quick, async ({ name }) => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
    });
    return log;
  }

  test("one after another", async () => {
    expect(await turns(false)).toEqual(all.flatMap(({ name }) => [`${name} begins`, `${name} ends`]));
  });

  test("in a quick run, those that only count at once, when nothing is timed any longer", async () => {
    const log = await turns(true);
    const timed = ["times begins", "times ends", "times too begins", "times too ends"];
    expect(log.slice(0, 4)).toEqual(timed);
    expect(log.slice(4, 6)).toEqual(["counts begins", "counts too begins"]);
    expect(log).toHaveLength(8);
  });
});
