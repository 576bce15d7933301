import { ConfigurationError } from "@alicred/core";
import { wrongUse } from "../../command/command-error.ts";
import { reportFailure } from "../../command/failure.ts";
import { commandHost } from "../../command/host.ts";
import { tableLines } from "../../terminal/table.ts";
import { type Line, print, printError, printJson } from "../../terminal/terminal.ts";
import { alicred } from "./suite/alicred-subject.ts";
import { type Row, readable } from "./suite/figures.ts";
import { SCENARIOS } from "./suite/mod.ts";
import { runScenario, type Scenario } from "./suite/scenario.ts";
import type { Subject } from "./suite/subject.ts";
import { benchText } from "./text.ts";

export interface BenchOptions {
  readonly plugin?: string;
  /** JSON. */
  readonly options?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
}

/** Events that no caller sees of a cache that keeps its promises. */
const MUST_BE_ZERO: ReadonlySet<string> = new Set([
  "blocked",
  "failedBefore",
  "expiredServed",
  "overdue",
  "failed",
  "expired",
  "pending",
]);

/** `alicred bench`. */
export function benchCommand(names: readonly string[], options: BenchOptions): Promise<void> {
  return reportFailure(async () => {
    const { quick = false, json = false } = options;
    const subject = await subjectOf(options);
    const scenarios = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name));
    if (!json) printError([benchText().measuring(subject.name, scenarios.length)]);
    const results: { readonly scenario: string; readonly rows: readonly Row[] }[] = [];
    for (const scenario of scenarios) {
      const rows = await runScenario(scenario, subject, { quick });
      results.push({ scenario: scenario.name, rows });
      if (!json) print(["", ...tableOf(scenario, rows)]);
    }
    const broken = results.flatMap(({ rows }) => rows.flatMap(brokenIn)).length;
    const { version, platform, arch } = process;
    if (json) printJson({ subject: subject.name, quick, node: version, platform, arch, broken, results });
    else if (broken > 0) printError(["", [{ style: "red", text: benchText().broken(broken) }]]);
    if (broken > 0) process.exitCode = 1;
  });
}

async function subjectOf({ plugin, options }: BenchOptions): Promise<Subject> {
  if (plugin === undefined) {
    if (options !== undefined) throw wrongUse(benchText().optionsWithoutPlugin);
    return alicred;
  }
  const { namedSubject } = await import("./named-subject.ts");
  return namedSubject(plugin, readOptions(options), commandHost());
}

function readOptions(json = "{}"): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ConfigurationError("INVALID_OPTION", benchText().notJson("JSON.parse"));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ConfigurationError(
      "INVALID_OPTION",
      benchText().notJson(Array.isArray(value) ? "array" : typeof value),
    );
  return value as Readonly<Record<string, unknown>>;
}

/** The figures of a row that must be 0 and are not. */
function brokenIn({ figures }: Row): readonly string[] {
  return Object.entries(figures).flatMap(([name, value]) =>
    MUST_BE_ZERO.has(name) && value > 0 ? name : [],
  );
}

function tableOf({ name }: Scenario, rows: readonly Row[]): readonly Line[] {
  const text = benchText();
  const lines: Line[] = [[{ style: "bold", text: name }]];
  for (const row of rows) {
    if (row.case !== "") lines.push(`  ${text.cases[row.case] ?? row.case}`);
    const broken = brokenIn(row);
    const cells = Object.entries(row.figures).map(([figure, value]): readonly string[] => [
      text.figures[figure] ?? figure,
      readable(value),
      ...(broken.includes(figure) ? [text.mustBeZero] : []),
    ]);
    lines.push(...tableLines(cells, { indent: "    " }));
  }
  return lines;
}
