import { readJson } from "../workspace.ts";

/** The parts of Stryker's report that are read here. */
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: Readonly<Record<"start" | "end", { readonly line: number; readonly column: number }>>;
}

export interface Score {
  /** Mutants that a test noticed, by failing or by never ending. */
  readonly killed: number;
  /** Mutants that no test noticed, or that no test reached. */
  readonly survived: number;
  /** The share of the killed, in percent; 100 without mutants. */
  readonly percent: number;
}

const KILLED = new Set(["Killed", "Timeout"]);
const SURVIVED = new Set(["Survived", "NoCoverage"]);

/** @param inside the files and folders whose mutants count: the report also has those of earlier runs */
export function readScore(reportFile: string, inside: readonly string[]): Score {
  const all = filesOf(reportFile, inside).flatMap(([, { mutants }]) => mutants);
  const killed = all.filter(({ status }) => KILLED.has(status)).length;
  const survived = all.filter(({ status }) => SURVIVED.has(status)).length;
  const counted = killed + survived;
  return { killed, survived, percent: counted === 0 ? 100 : (killed / counted) * 100 };
}

export function scoreLine({ killed, survived, percent }: Score): string {
  return `${percent.toFixed(1)} % of ${killed + survived} mutants killed, ${survived} survived`;
}

/** A line for each mutant that survived: its place, the code there, and what it became. */
export function survivors(reportFile: string, inside: readonly string[]): readonly string[] {
  return filesOf(reportFile, inside).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => SURVIVED.has(status))
      .map(({ status, location: { start, end }, replacement = "", mutatorName }) => {
        const lines = source.split("\n").slice(start.line - 1, end.line);
        const last = lines.length - 1;
        const code = lines
          .map((line, index) =>
            line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
          )
          .join(" ");
        const isReached = status === "Survived" ? "" : " (no test gets there)";
        return `${file}:${start.line}:${start.column} ${mutatorName}: ${short(code)} -> ${short(replacement)}${isReached}`;
      }),
  );
}

function filesOf(
  reportFile: string,
  inside: readonly string[],
): readonly (readonly [string, Report["files"][string]])[] {
  return Object.entries(readJson<Report>(reportFile).files).filter(([file]) =>
    inside.some((path) => file.startsWith(path)),
  );
}

function short(code: string): string {
  const line = code.replace(/\s+/g, " ");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
