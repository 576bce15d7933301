// Every benchmark, in the order of a run.
import type { Benchmark } from "../harness/benchmark.ts";
import { chainDepth } from "./chain-depth.ts";
import { coldStart } from "./cold-start.ts";
import { fleet } from "./fleet.ts";
import { freeze } from "./freeze.ts";
import { hit } from "./hit.ts";
import { outage } from "./outage.ts";
import { shortSessions } from "./short-sessions.ts";
import { signing } from "./signing.ts";
import { simulators } from "./simulators.ts";
import { size } from "./size.ts";
import { stampede } from "./stampede.ts";
import { tail } from "./tail.ts";

export const BENCHMARKS: readonly Benchmark[] = [
  hit,
  stampede,
  tail,
  outage,
  freeze,
  shortSessions,
  fleet,
  coldStart,
  size,
  chainDepth,
  signing,
  simulators,
];
