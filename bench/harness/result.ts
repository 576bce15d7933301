// The reports of benchmarks, as they are kept in JSON.
import { median, type Row } from "../../cli/src/commands/bench/suite/figures.ts";

/** One figure over the processes that measured it. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** How many processes measured it. */
  readonly n: number;
}

export interface ResultRow {
  /** The name of the subject, as people read it. */
  readonly subject: string;
  readonly kind: "own" | "floor" | "peer";
  /** Subjects of the same group are compared. */
  readonly group: string;
  /** The situation; empty where there is only one. */
  readonly case: string;
  readonly figures: Readonly<Record<string, Spread>>;
}

/** The results of one run. */
export interface Results {
  readonly command: string;
  /** The day of the run. */
  readonly date: string;
  readonly quick: boolean;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly benchmarks: Readonly<Record<string, readonly ResultRow[]>>;
}

/** The same case of several processes as one row each. */
export function merge(
  subject: Pick<ResultRow, "subject" | "kind" | "group">,
  processes: readonly (readonly Row[])[],
): readonly ResultRow[] {
  const [first = []] = processes;
  return first.map((row, index) => {
    const rows = processes.flatMap((one) => one[index] ?? []);
    const figures = Object.fromEntries(
      Object.keys(row.figures).map((name) => [
        name,
        spread(rows.map((one) => one.figures[name] ?? Number.NaN)),
      ]),
    );
    return { ...subject, case: row.case, figures };
  });
}

export function spread(values: readonly number[]): Spread {
  const round = (value: number): number => Number(value.toPrecision(4));
  return {
    median: round(median(values)),
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
    n: values.length,
  };
}

/** The median of a figure. `NaN` where the run has none. */
export function figure(
  rows: readonly ResultRow[],
  subject: string,
  name: string,
  which: Pick<ResultRow, "case"> = { case: "" },
): number {
  const row = rows.find((one) => one.subject === subject && one.case === which.case);
  return row?.figures[name]?.median ?? Number.NaN;
}

/** The least median of a figure among the peers of a group in a case. `NaN` where the run has none. */
export function bestPeer(rows: readonly ResultRow[], group: string, name: string, which = ""): number {
  const values = rows
    .filter((row) => row.kind === "peer" && row.group === group && row.case === which)
    .flatMap(({ figures }) => figures[name]?.median ?? []);
  return values.length === 0 ? Number.NaN : Math.min(...values);
}
