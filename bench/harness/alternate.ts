// Runs the scenarios of the suite for their subjects: a fresh process each time, the order reversed every round.
import type { Row } from "../../cli/src/commands/bench/suite/figures.ts";
import { CONTENDERS } from "../subjects/mod.ts";
import type { RunOptions } from "./benchmark.ts";
import { freshProcess } from "./fresh-process.ts";
import { inLanes } from "./lanes.ts";
import type { Contender } from "./peer.ts";
import { merge, type ResultRow } from "./result.ts";

export interface Plan {
  /** Scenarios of the suite; their rows follow each other. */
  readonly scenarios: readonly string[];
  /** Fresh processes for each subject. */
  readonly rounds: number;
  /** How many run at once. More than one only where counts matter, or they wait most of the time. Default: 1. */
  readonly atOnce?: number;
  /** The only subjects, by their key. Default: all. */
  readonly subjects?: readonly string[];
  /** Those of a quick run: what the goals compare. Default: `subjects`. */
  readonly quickSubjects?: readonly string[];
}

export async function runSuite(plan: Plan, { quick }: RunOptions): Promise<readonly ResultRow[]> {
  const { scenarios, rounds, atOnce = 1, subjects = Object.keys(CONTENDERS) } = plan;
  const contenders = await contendersOf((quick && plan.quickSubjects) || subjects);
  const rows: ResultRow[] = [];
  for (const scenario of scenarios) {
    const chosen = contenders.filter(([, { only }]) => only === undefined || only.includes(scenario));
    const measured = new Map(chosen.map(([key]) => [key, [] as (readonly Row[])[]]));
    for (let round = 0; round < (quick ? 1 : rounds); round++) {
      const queue = (round % 2 === 0 ? chosen : chosen.toReversed()).map(([key]) => key);
      await inLanes(atOnce, queue, async (key) => {
        measured.get(key)?.push(await freshProcess<readonly Row[]>("child.ts", [scenario, key], quick));
      });
    }
    for (const [key, { name, kind, transport }] of chosen)
      rows.push(...merge({ subject: name, kind, group: transport }, measured.get(key) ?? []));
  }
  return rows;
}

async function contendersOf(keys: readonly string[]): Promise<readonly (readonly [string, Contender])[]> {
  return Promise.all(
    keys.map(async (key) => {
      const load = CONTENDERS[key];
      if (load === undefined)
        throw new Error(`no subject ${key}; there are: ${Object.keys(CONTENDERS).join(", ")}`);
      return [key, await load()] as const;
    }),
  );
}
