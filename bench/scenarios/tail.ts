// A steady load while credentials are refreshed.
import { runSuite } from "../harness/alternate.ts";
import type { Benchmark } from "../harness/benchmark.ts";
import { bestPeer, figure, type ResultRow } from "../harness/result.ts";

const OWN = ["alicred", "alicred, credentials_uri"];

function worst(rows: readonly ResultRow[], name: string): number {
  return Math.max(...OWN.map((subject) => figure(rows, subject, name)));
}

const WHY =
  "Nobody waits in either: the difference is some hundredths of a millisecond of the process's own work, and changes from run to run.";

export const tail: Benchmark = {
  name: "tail",
  about:
    "200 calls a second while credentials are refreshed every two seconds, by alicred every four to five because its windows are parts of the life, from an upstream that takes 200 ms. Blocked: waited 100 ms or more.",
  columns: [
    { figure: "p50Ms", head: "p50 ms" },
    { figure: "p99Ms", head: "p99 ms" },
    { figure: "maxMs", head: "max ms" },
    { figure: "blocked", head: "blocked" },
    { figure: "callsPerCycle", head: "upstream calls a cycle" },
  ],
  chart: {
    title: "99th percentile of a call during refreshes, in milliseconds",
    figure: "p99Ms",
    case: "",
    log: true,
  },
  goals: [
    { title: "blocked calls", measure: (rows) => worst(rows, "blocked"), atMost: 0 },
    // The windows differ by a random part: a cycle is a little shorter or longer.
    { title: "upstream calls a cycle", measure: (rows) => worst(rows, "callsPerCycle"), atMost: 1.3 },
    {
      title: "p99, in process, times the best peer",
      measure: (rows) => figure(rows, "alicred", "p99Ms") / bestPeer(rows, "in process", "p99Ms"),
      atMost: 1,
      tolerated: 3,
      why: WHY,
    },
    {
      title: "p99, HTTP, times the best peer",
      measure: (rows) => figure(rows, "alicred, credentials_uri", "p99Ms") / bestPeer(rows, "HTTP", "p99Ms"),
      atMost: 1,
      tolerated: 3,
      why: WHY,
    },
  ],
  run: (options) =>
    runSuite(
      {
        scenarios: ["tail"],
        rounds: 1,
        // They wait most of the time: beside each other, they change each other's hundredths of a millisecond.
        atOnce: options.quick ? 4 : 1,
        quickSubjects: ["alicred", "alicred-uri", "azure", "aws"],
      },
      options,
    ),
};
