// A benchmark, its goals, and how it is shown.
import type { ResultRow } from "./result.ts";

export interface RunOptions {
  readonly quick: boolean;
}

/** A limit on a ratio or a count, never on a time. */
export interface Goal {
  readonly title: string;
  /** The value of a run; `NaN` where the run does not have it, as a quick one may not. */
  readonly measure: (rows: readonly ResultRow[]) => number;
  readonly atMost: number;
  /**
   * The most that the check allows, where chance or a goal that is not reached needs more. Default: `atMost`. The check of a ratio
   * of times allows for the noise of a machine in use.
   */
  readonly tolerated?: number;
  /** Why it is not reached. */
  readonly why?: string;
}

/** A column of the tables. */
export interface Column {
  readonly figure: string;
  readonly head: string;
}

export interface Benchmark {
  readonly name: string;
  /** One sentence for the README. */
  readonly about: string;
  readonly columns: readonly Column[];
  readonly goals: readonly Goal[];
  /** Whether it only counts, so that others may run beside it. Default: false; it times something, and runs alone. */
  readonly onlyCounts?: boolean;
  /** The figures of the chart, where there is one. */
  readonly chart?: ChartPlan;
  run(options: RunOptions): Promise<readonly ResultRow[]>;
}

export interface ChartPlan {
  readonly title: string;
  readonly figure: string;
  /** The one case of bars. Absent: lines over all cases. */
  readonly case?: string;
  /** Whether the axis is logarithmic. Default: false. */
  readonly log?: boolean;
}
