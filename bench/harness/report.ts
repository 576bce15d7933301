// Results as tables, for the terminal and for the README.
import { readable } from "../../cli/src/commands/bench/suite/figures.ts";
import type { Benchmark, Goal } from "./benchmark.ts";
import type { ResultRow, Spread } from "./result.ts";

/** The rows of a benchmark as cells, heads first. Medians, with the least and the most where processes differ. */
export function cells({ columns }: Benchmark, rows: readonly ResultRow[]): readonly (readonly string[])[] {
  const hasCases = rows.some((row) => row.case !== "");
  const shown = columns.filter(({ figure }) => rows.some(({ figures }) => figures[figure] !== undefined));
  const heads = ["subject", ...(hasCases ? ["case"] : []), ...shown.map(({ head }) => head)];
  return [
    heads,
    ...rows.map((row) => [
      row.subject,
      ...(hasCases ? [row.case] : []),
      ...shown.map(({ figure }) => cell(row.figures[figure])),
    ]),
  ];
}

function cell(value: Spread | undefined): string {
  if (value === undefined || Number.isNaN(value.median)) return "";
  const { median, min, max } = value;
  const [middle, least, most] = [median, min, max].map(readable);
  return least === most ? (middle ?? "") : `${middle} (${least} to ${most})`;
}

/** A goal and how a run stands to it. */
export interface Verdict extends Goal {
  readonly value: number;
  readonly isReached: boolean;
  /** Whether the check passes: the goal, or what it tolerates. */
  readonly isTolerated: boolean;
}

/** The goals of a benchmark that a run has figures for. */
export function verdicts({ goals }: Benchmark, rows: readonly ResultRow[]): readonly Verdict[] {
  return goals
    .map((goal) => ({ ...goal, value: goal.measure(rows) }))
    .filter(({ value }) => !Number.isNaN(value))
    .map((goal) => {
      const { value, atMost, tolerated = atMost } = goal;
      return { ...goal, isReached: value <= atMost, isTolerated: value <= tolerated };
    });
}

export function goalCells(all: readonly Verdict[]): readonly (readonly string[])[] {
  return [
    ["goal", "at most", "found", "reached"],
    ...all.map(({ title, atMost, value, isReached, why = "" }) => [
      title,
      readable(atMost),
      readable(value),
      isReached ? "yes" : `no. ${why}`.trim(),
    ]),
  ];
}

/** A table in Markdown. The rows of alicred are bold. */
export function markdown(rows: readonly (readonly string[])[], isOwn: (row: number) => boolean): string {
  const escaped = (text: string): string => text.replaceAll("|", "\\|");
  const [head = [], ...body] = rows;
  return [
    `| ${head.map(escaped).join(" | ")} |`,
    `|${head.map(() => " --- |").join("")}`,
    ...body.map((row, index) => {
      const [first = "", ...others] = row.map(escaped);
      return `| ${[isOwn(index) ? `**${first}**` : first, ...others].join(" | ")} |`;
    }),
  ].join("\n");
}
