// An upstream that fails.
import { runSuite } from "../harness/alternate.ts";
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import { figure, type ResultRow } from "../harness/result.ts";

const OWN = ["alicred", "alicred, credentials_uri"];
const FAULTS = ["500", "throttle", "hang"];

function worst(name: string, faults = FAULTS): Goal["measure"] {
  return (rows: readonly ResultRow[]) => {
    const values = OWN.flatMap((subject) =>
      faults.map((fault) => figure(rows, subject, name, { case: fault })),
    );
    const known = values.filter((value) => !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : Math.max(...known);
  };
}

export const outage: Benchmark = {
  name: "outage",
  about:
    "20 calls a second while the upstream answers 500, throttles or never answers: while credentials are still valid, after their true end, and until fresh ones are served once it is back. Overdue: waited for more than 21 seconds. A recovery of 26 seconds is none.",
  onlyCounts: true,
  columns: [
    { figure: "failedBefore", head: "failed before the end" },
    { figure: "expiredServed", head: "expired ones served" },
    { figure: "longestBeforeMs", head: "longest wait before, ms" },
    { figure: "overdue", head: "overdue" },
    { figure: "callsPerMinuteBefore", head: "upstream calls a minute, before" },
    { figure: "callsPerMinuteAfter", head: "and after" },
    { figure: "recoveryMs", head: "recovery ms" },
  ],
  chart: {
    title: "Expired credentials handed out while the upstream answers 500",
    figure: "expiredServed",
    case: "500",
  },
  goals: [
    { title: "failed calls before the true end", measure: worst("failedBefore"), atMost: 0 },
    { title: "expired credentials served", measure: worst("expiredServed"), atMost: 0 },
    { title: "calls past the deadline", measure: worst("overdue"), atMost: 0 },
    {
      title: "upstream calls a minute while nothing valid is left",
      measure: worst("callsPerMinuteAfter"),
      atMost: 61,
    },
    {
      title: "recovery from 500 and throttling, seconds",
      measure: (rows) => worst("recoveryMs", ["500", "throttle"])(rows) / 1000,
      atMost: 3,
    },
  ],
  async run(options) {
    // Counts, and pauses of seconds: several at once disturb nothing.
    const scenarios = FAULTS.map((fault) => `outage-${fault}`);
    return runSuite(
      {
        scenarios: options.quick ? scenarios.slice(0, 1) : scenarios,
        rounds: 1,
        atOnce: 7,
        quickSubjects: ["alicred", "alicred-uri", "aws", "smithy"],
      },
      options,
    );
  },
};
