// Benchmarks that compare several subjects in one process, each round in another order, in some fresh processes.
import type { Figures } from "../../cli/src/commands/bench/suite/figures.ts";
import type { RunOptions } from "./benchmark.ts";
import { freshProcess } from "./fresh-process.ts";
import { merge, type ResultRow } from "./result.ts";

/** A row that one process measured. */
export interface Measured extends Omit<ResultRow, "figures"> {
  readonly figures: Figures;
}

/** The export `measure` of a file of `work/`. */
export type Measure = (options: RunOptions) => Promise<readonly Measured[]>;

export async function runWork(
  name: string,
  rounds: number,
  { quick }: RunOptions,
): Promise<readonly ResultRow[]> {
  const processes: (readonly Measured[])[] = [];
  for (let round = 0; round < (quick ? 1 : rounds); round++)
    processes.push(await freshProcess<readonly Measured[]>("work-child.ts", [name], quick));
  const [first = []] = processes;
  return first.flatMap(({ subject, kind, group }, index) =>
    merge(
      { subject, kind, group },
      processes.map((rows) => rows.slice(index, index + 1)),
    ),
  );
}
