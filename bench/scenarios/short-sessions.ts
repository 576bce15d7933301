// Sessions that live for 900 and for 60 seconds.
import { runSuite } from "../harness/alternate.ts";
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import type { ResultRow } from "../harness/result.ts";

function most(name: string): Goal["measure"] {
  return (rows: readonly ResultRow[]) =>
    Math.max(
      ...rows.filter(({ kind }) => kind === "own").map(({ figures }) => figures[name]?.median ?? Number.NaN),
    );
}

export const shortSessions: Benchmark = {
  name: "short-sessions",
  about:
    "Sessions of 900 and of 60 seconds through a virtual day, with a call every five seconds. The bound is a refresh each time two thirds of the life are over.",
  onlyCounts: true,
  columns: [
    { figure: "calls", head: "upstream calls" },
    { figure: "timesBound", head: "times the bound" },
    { figure: "expired", head: "expired ones served" },
    { figure: "failed", head: "failed" },
  ],
  chart: {
    title: "Upstream calls in a day of 900-second sessions",
    figure: "calls",
    case: "900 s",
    log: true,
  },
  goals: [
    { title: "upstream calls, times the bound", measure: most("timesBound"), atMost: 1.1 },
    { title: "expired credentials served", measure: most("expired"), atMost: 0 },
  ],
  run: (options) =>
    runSuite(
      {
        scenarios: ["short-sessions"],
        rounds: 1,
        atOnce: 2,
        quickSubjects: ["alicred", "alicred-uri", "azure", "aws"],
      },
      options,
    ),
};
