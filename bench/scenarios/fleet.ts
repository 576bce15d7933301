// A thousand instances of one program.
import { runSuite } from "../harness/alternate.ts";
import type { Benchmark } from "../harness/benchmark.ts";
import { figure } from "../harness/result.ts";

export const fleet: Benchmark = {
  name: "fleet",
  about:
    "1,000 instances of one program through a virtual day, each with its own cache and a call every minute; sessions of an hour. The first minute of instances that start together is left out: it has a call for each.",
  onlyCounts: true,
  columns: [
    { figure: "meanPerMinute", head: "upstream calls a minute" },
    { figure: "peakPerMinute", head: "peak" },
    { figure: "peakTimesMean", head: "peak, times the mean" },
    { figure: "peakTimesMeanLater", head: "the same, second half" },
    { figure: "callsPerHour", head: "upstream calls an hour" },
  ],
  chart: {
    title: "Peak minute of 1,000 instances that start together, times the mean",
    figure: "peakTimesMean",
    case: "started together",
  },
  goals: [
    {
      title: "upstream calls an hour of all instances with a shared cache, one each 45 to 52 minutes",
      measure: (rows) =>
        figure(rows, "alicred with a shared cache", "callsPerHour", { case: "started together" }),
      atMost: 1.35,
    },
    {
      title: "peak, times the mean, of instances that start within an hour",
      measure: (rows) => figure(rows, "alicred", "peakTimesMean", { case: "started within an hour" }),
      atMost: 3,
    },
    {
      title: "peak, times the mean, of instances that start together",
      measure: (rows) => figure(rows, "alicred", "peakTimesMean", { case: "started together" }),
      atMost: 3,
      tolerated: 9,
      why: "The first refreshes of instances that start in the same second are spread over the 7.5 minutes in which they may begin, of a cycle of 49; each further cycle spreads them more. A wider spread would refresh before the advisory window, and so more often than once per life without it.",
    },
  ],
  run: (options) =>
    runSuite(
      {
        scenarios: ["fleet"],
        rounds: 1,
        atOnce: 2,
        subjects: ["alicred", "alicred-shared", "smithy", "azure"],
        quickSubjects: ["alicred-shared", "alicred", "smithy"],
      },
      options,
    ),
};
