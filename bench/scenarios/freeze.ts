// A process that stands still, and a clock that is set.
import { runSuite } from "../harness/alternate.ts";
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import type { ResultRow } from "../harness/result.ts";

function most(name: string): Goal["measure"] {
  return (rows: readonly ResultRow[]) =>
    Math.max(
      ...rows.filter(({ kind }) => kind === "own").map(({ figures }) => figures[name]?.median ?? Number.NaN),
    );
}

export const freeze: Benchmark = {
  name: "freeze",
  about:
    "20 callers at once, in a process that was stopped (SIGSTOP) for 22 seconds with a refresh under way, whose answer never came and whose credentials have expired meanwhile; and in one whose wall clock was set back by eight hours, after the true end. The upstream is well. Pending: not answered after 4 seconds.",
  onlyCounts: true,
  columns: [
    { figure: "failed", head: "failed" },
    { figure: "expired", head: "expired ones served" },
    { figure: "pending", head: "pending" },
    { figure: "calls", head: "upstream calls" },
    { figure: "firstMs", head: "first answer ms" },
  ],
  goals: [
    { title: "wasted failures", measure: most("failed"), atMost: 0 },
    { title: "expired credentials served", measure: most("expired"), atMost: 0 },
    { title: "callers without an answer", measure: most("pending"), atMost: 0 },
  ],
  run: (options) =>
    runSuite(
      {
        scenarios: ["freeze"],
        rounds: 1,
        atOnce: 7,
        quickSubjects: ["alicred", "alicred-uri", "aws", "smithy"],
      },
      options,
    ),
};
