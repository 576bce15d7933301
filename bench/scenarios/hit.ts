// Awaiting credentials that are cached and fresh.
import { runSuite } from "../harness/alternate.ts";
import type { Benchmark } from "../harness/benchmark.ts";
import { figure } from "../harness/result.ts";

const FLOOR = "floor: async () => constant";
const CLOCKED = "floor with one clock reading";

export const hit: Benchmark = {
  name: "hit",
  about:
    "Awaiting credentials that are cached and fresh: CPU time and bytes of one call, the least of many rounds. `peek` is the synchronous look that alicred has besides.",
  columns: [
    { figure: "ns", head: "ns" },
    { figure: "bytes", head: "bytes" },
    { figure: "peekNs", head: "peek ns" },
    { figure: "clockNs", head: "one clock reading ns" },
  ],
  chart: { title: "An awaited hit, in nanoseconds of CPU time", figure: "ns", case: "" },
  goals: [
    {
      title: "a hit, times the floor with one clock reading",
      measure: (rows) => figure(rows, "alicred", "ns") / figure(rows, CLOCKED, "ns"),
      atMost: 1,
      tolerated: 1.3,
    },
    {
      title: "bytes of a hit, times the floor",
      measure: (rows) => figure(rows, "alicred", "bytes") / figure(rows, FLOOR, "bytes"),
      atMost: 1,
    },
    {
      title: "peek, times a clock reading",
      measure: (rows) => figure(rows, "alicred", "peekNs") / figure(rows, "alicred", "clockNs"),
      atMost: 2,
      tolerated: 2.6,
    },
  ],
  run: (options) =>
    runSuite(
      {
        scenarios: ["hit"],
        rounds: 3,
        quickSubjects: ["floor", "floor-with-clock", "alicred", "smithy", "google"],
      },
      options,
    ),
};
