// Callers that all come at once to an empty cache.
import { runSuite } from "../harness/alternate.ts";
import type { Benchmark } from "../harness/benchmark.ts";
import { bestPeer, figure } from "../harness/result.ts";

const WHY =
  "The one call costs more than that of the AWS SDK: it is bounded in time and size, its secrets are kept out of messages, and its trace is kept. Each caller costs less.";
const MOST = "10,000 callers";

export const stampede: Benchmark = {
  name: "stampede",
  about:
    "Callers that come at once to an empty cache, in front of an upstream that takes 50 ms. The memory is what the waiting callers hold, in a round of its own. Subjects that speak HTTP serve themselves: the server's part of the CPU time is in theirs.",
  columns: [
    { figure: "calls", head: "upstream calls" },
    { figure: "failed", head: "failed" },
    { figure: "wallMs", head: "wall ms" },
    { figure: "cpuMs", head: "CPU ms" },
    { figure: "heapMb", head: "MB" },
  ],
  chart: { title: "Upstream calls by cold callers that come at once", figure: "calls", log: true },
  goals: [
    {
      title: "upstream calls for 10,000 callers",
      measure: (rows) => Math.max(...own(rows, "calls")),
      atMost: 1,
    },
    { title: "failed callers of 10,000", measure: (rows) => Math.max(...own(rows, "failed")), atMost: 0 },
    ...(["wallMs", "cpuMs"] as const).flatMap((name) =>
      (
        [
          ["in process", "alicred"],
          ["HTTP", "alicred, credentials_uri"],
        ] as const
      ).map(([group, subject]) => ({
        title: `${name === "cpuMs" ? "CPU" : "wall"} of 10,000 callers, ${group}, times the best peer`,
        measure: (rows: Parameters<typeof figure>[0]): number =>
          figure(rows, subject, name, { case: MOST }) / bestPeer(rows, group, name, MOST),
        atMost: 1,
        tolerated: 1.6,
        ...(group === "HTTP" && { why: WHY }),
      })),
    ),
  ],
  run: (options) =>
    runSuite(
      { scenarios: ["stampede"], rounds: 2, quickSubjects: ["alicred", "alicred-uri", "smithy", "aws"] },
      options,
    ),
};

function own(rows: Parameters<typeof figure>[0], name: string): readonly number[] {
  return ["alicred", "alicred, credentials_uri"].map((subject) =>
    figure(rows, subject, name, { case: MOST }),
  );
}
