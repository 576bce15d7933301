import type { TraceEntry } from "@alicred/core";
import { type Line, outputColumns, type Piece, widthOf, wrap } from "../../terminal/terminal.ts";

/**
 * A trace as a tree for a person: the answer of each source, and below it the reasons. A failure is told once.
 *
 * @param columns the width at which lines are broken, within the tree. Default: that of the terminal.
 */
export function traceLines(trace: TraceEntry, columns: number = outputColumns()): readonly Line[] {
  const lines: readonly TreeLine[] = [{ rail: "", hang: "", pieces: head(trace) }, ...body(trace)];
  return lines.flatMap(({ rail, hang, pieces }) => {
    // Where the tree leaves hardly any room, the terminal may break the lines.
    const room = Math.max(columns - widthOf(rail), LEAST_COLUMNS);
    return wrap(pieces, room).map((part, index) => [index === 0 ? rail : hang, ...part]);
  });
}

/**
 * The message of a failed entry without what the sources around it added.
 *
 * @returns `undefined` for an entry that has not failed
 */
export function ownMessage(entry: TraceEntry): string | undefined {
  return toldBy(entry).error?.message;
}

/** The innermost entry with the failure of this one: sources around it hand the error on, and chains add to its message. */
function toldBy(entry: TraceEntry): TraceEntry {
  const { error, children } = entry;
  const origin = children.find(
    (child) => error && child.error && `${error.message}\n`.startsWith(`${child.error.message}\n`),
  );
  return origin === undefined ? entry : toldBy(origin);
}

type Pieces = readonly Piece[];

/** A line of the tree. */
interface TreeLine {
  /** The branches before it. */
  readonly rail: string;
  /** The branches before its continuation. */
  readonly hang: string;
  readonly pieces: Pieces;
}

const LEAST_COLUMNS = 20;

function body(entry: TraceEntry): readonly TreeLine[] {
  const seen = new Set<string>();
  const leaf = (pieces: Pieces): TreeLine => ({ rail: "", hang: "", pieces });
  const branches = [
    ...details(entry).map((line) => [leaf(line)]),
    ...entry.children.map((child) => {
      // A role asks its base again after a refusal, in case its key was replaced.
      const answer = JSON.stringify(child, (key, value) => (key === "durationMs" ? undefined : value));
      if (seen.has(answer)) return [leaf([...head(child), dim(" asked again, the same answer")])];
      seen.add(answer);
      return [leaf(head(child)), ...body(child)];
    }),
  ];
  return branches.flatMap((lines, index) => {
    const last = index === branches.length - 1;
    const below = last ? "   " : "│  ";
    return lines.map(({ rail, hang, pieces }, lineIndex) => ({
      rail: (lineIndex > 0 ? below : last ? "└─ " : "├─ ") + rail,
      hang: below + hang,
      pieces,
    }));
  });
}

function head({ source, outcome, shadowed, durationMs }: TraceEntry): Pieces {
  const verdict: Piece = {
    credentials: shadowed
      ? ({ style: "yellow", text: "has credentials too, shadowed by an earlier source" } as const)
      : ({ style: "green", text: "credentials" } as const),
    "not-configured": dim("not configured"),
    "would-answer": { style: "green", text: "would answer, with a new key" } as const,
    failed: { style: "red", text: "failed" } as const,
  }[outcome];
  return [{ style: "bold", text: source }, ": ", verdict, dim(` (${Math.round(durationMs)} ms)`)];
}

function details(entry: TraceEntry): readonly Pieces[] {
  const { lookedFor, supplied, warnings, children } = entry;
  // A source below has told it already.
  const error = toldBy(entry) === entry ? entry.error : undefined;
  return [
    // A chain looked for whatever its sources looked for, which is shown with them.
    ...(children.length > 0 ? [] : lookedFor.map((what) => [`looked for ${what}`])),
    ...supplied.map(({ part, from }) => [`${part} from ${from}`]),
    ...warnings.map((warning) => [{ style: "yellow", text: `warning: ${warning}` } as const]),
    ...(error === undefined ? [] : [[`${error.code}: ${error.message}`]]),
    ...(error?.requestId === undefined ? [] : [[`request id: ${error.requestId}`]]),
  ];
}

function dim(text: string): Piece {
  return { style: "dim", text };
}
