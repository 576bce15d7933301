// The part of the results that most readers look for.
import { readable } from "../../cli/src/commands/bench/suite/figures.ts";
import { markdown } from "./report.ts";
import { figure, type ResultRow, type Results } from "./result.ts";

/** A column of a table: a figure of a benchmark in one case. */
interface Part {
  readonly head: string;
  readonly benchmark: string;
  readonly figure: string;
  readonly case?: string;
}

const CALLERS = [
  "alicred",
  "AWS provider chain",
  "smithy memoize",
  "google-auth-library",
  "Azure token cycler",
  "@alicloud/credentials",
];

const HIT: readonly Part[] = [
  { head: "ns", benchmark: "hit", figure: "ns" },
  { head: "bytes", benchmark: "hit", figure: "bytes" },
];

const BEHAVIOUR: readonly Part[] = [
  {
    head: "upstream calls for 10,000 cold callers",
    benchmark: "stampede",
    figure: "calls",
    case: "10,000 callers",
  },
  { head: "callers that a refresh blocks", benchmark: "tail", figure: "blocked" },
  { head: "failed while valid, by status 500", benchmark: "outage", figure: "failedBefore", case: "500" },
  { head: "expired ones served", benchmark: "outage", figure: "expiredServed", case: "500" },
  { head: "left waiting, by no answer", benchmark: "outage", figure: "overdue", case: "hang" },
  {
    head: "upstream calls a day, 900 s sessions",
    benchmark: "short-sessions",
    figure: "calls",
    case: "900 s",
  },
];

const CHAIN = "default chain, key in the environment";
const START: readonly Part[] = [
  { head: "ms", benchmark: "cold-start", figure: "wallMs", case: CHAIN },
  { head: "CPU ms", benchmark: "cold-start", figure: "cpuMs", case: CHAIN },
  { head: "files", benchmark: "cold-start", figure: "files", case: CHAIN },
];

/** The part that most readers look for, in three tables. */
export function overview(results: Results): readonly string[] {
  return [
    table("a hit: awaiting cached, fresh credentials", HIT, results, [
      "floor: async () => constant",
      "floor with one clock reading",
      ...CALLERS,
    ]),
    "A hit of alicred allocates less than the floor. It takes longer than the bare floor because it reads the clock, without which it could serve an expired key.",
    table("what callers go through", BEHAVIOUR, results, CALLERS),
    table("from nothing to a key in the environment, over bare Node", START, results, [
      "front door",
      "scoped packages",
      "AWS provider chain",
      "official SDK",
    ]),
  ];
}

function table(
  title: string,
  parts: readonly Part[],
  { benchmarks }: Results,
  subjects: readonly string[],
): string {
  const cellOf = (subject: string, { benchmark, figure: name, case: which = "" }: Part): string => {
    const value = figure(benchmarks[benchmark] ?? [], subject, name, { case: which });
    return Number.isNaN(value) ? "" : readable(value);
  };
  const rows = subjects.map((subject) => [subject, ...parts.map((part) => cellOf(subject, part))]);
  const isOwn = (row: number): boolean => kindOf(benchmarks, subjects[row] ?? "") === "own";
  return markdown([[title, ...parts.map(({ head }) => head)], ...rows], isOwn);
}

function kindOf(benchmarks: Results["benchmarks"], subject: string): ResultRow["kind"] | undefined {
  return Object.values(benchmarks)
    .flat()
    .find((row) => row.subject === subject)?.kind;
}
