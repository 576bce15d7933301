import { table } from "../../tools/table.ts";
import { missingSituations, modeMatrix } from "../cases/modes/mod.ts";
import type { CaseResult } from "../cases/run.ts";

/** Modes and situations: in how many of the runtimes that ran each holds, exceptions counted apart. */
export function printMatrix(reports: readonly (readonly CaseResult[])[]): readonly string[] {
  const statusOf = reports.map((results) => new Map(results.map(({ name, status }) => [name, status])));
  const rows = modeMatrix((name) => {
    const statuses = statusOf.map((each) => each.get(name) ?? "failed");
    const count = (wanted: CaseResult["status"]): number => statuses.filter((each) => each === wanted).length;
    const excepted = count("excepted");
    return [
      count("failed") > 0 ? "FAIL" : "ok",
      `${count("passed")}/${statuses.length}`,
      ...(excepted > 0 ? [`(${excepted} excepted)`] : []),
    ].join(" ");
  });
  return [
    `Auth modes, in how many of ${reports.length} runtimes (files and processes in memory; the runtimes' own are in "real path"):`,
    "",
    ...table(rows),
    "",
    "- cannot happen there:",
    ...missingSituations.map((line) => `  ${line}`),
  ];
}
