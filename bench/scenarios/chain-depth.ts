// Chains of one to ten roles.
import type { Benchmark } from "../harness/benchmark.ts";
import type { ResultRow } from "../harness/result.ts";
import { runWork } from "../harness/work.ts";

function ofRoles(rows: readonly ResultRow[], roles: number, name: string): number {
  return rows.find((row) => Number.parseInt(row.case, 10) === roles)?.figures[name]?.median ?? Number.NaN;
}

export const chainDepth: Benchmark = {
  name: "chain-depth",
  about:
    "One to ten roles that assume each other, with a cold cache, at a simulated STS that takes 10 ms and verifies every signature; then a hit.",
  columns: [
    { figure: "calls", head: "upstream calls" },
    { figure: "hitCalls", head: "of a hit" },
    { figure: "ms", head: "ms" },
    { figure: "msPerRole", head: "ms a role" },
  ],
  chart: { title: "Milliseconds to assume a chain of roles", figure: "ms" },
  goals: [
    { title: "calls for ten roles", measure: (rows) => ofRoles(rows, 10, "calls"), atMost: 10 },
    {
      title: "time a role in a chain of ten, times that of a single one",
      measure: (rows) => ofRoles(rows, 10, "msPerRole") / ofRoles(rows, 1, "msPerRole"),
      atMost: 1.1,
      tolerated: 1.5,
    },
  ],
  run: (options) => runWork("chain-depth", 1, options),
};
