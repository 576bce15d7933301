/**
 * The scenarios that need no peers: `alicred bench` runs them for a plugin, and the benchmarks of the repository for
 * every subject.
 *
 * @module
 */
import type { Scenario } from "./scenario.ts";
import { fleet } from "./scenarios/fleet.ts";
import { freeze } from "./scenarios/freeze.ts";
import { hit } from "./scenarios/hit.ts";
import { outages } from "./scenarios/outage.ts";
import { shortSessions } from "./scenarios/short-sessions.ts";
import { stampede } from "./scenarios/stampede.ts";
import { tail } from "./scenarios/tail.ts";

export const SCENARIOS: readonly Scenario[] = [hit, stampede, tail, ...outages, freeze, shortSessions, fleet];
