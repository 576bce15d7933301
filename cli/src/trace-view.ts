import type { TraceEntry } from "@alicred/core";
import type { Line, Piece } from "./terminal.ts";

/** A trace as a tree for a person: the answer of each source, and below it the reasons. A failure is told once. */
export function traceLines(trace: TraceEntry): readonly Line[] {
  return [head(trace), ...body(trace)];
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

function body(entry: TraceEntry): readonly Pieces[] {
  const seen = new Set<string>();
  const branches = [
    ...details(entry).map((line) => [line]),
    ...entry.children.map((child) => {
      // A role asks its base again after a refusal, in case its key was replaced.
      const answer = JSON.stringify(child, (key, value) => (key === "durationMs" ? undefined : value));
      if (seen.has(answer)) return [[...head(child), dim(" asked again, the same answer")]];
      seen.add(answer);
      return [head(child), ...body(child)];
    }),
  ];
  return branches.flatMap((lines, index) => {
    const last = index === branches.length - 1;
    return lines.map((line, lineIndex) => {
      const rail = lineIndex === 0 ? (last ? "└─ " : "├─ ") : last ? "   " : "│  ";
      return [rail, ...line];
    });
  });
}

function head({ source, outcome, shadowed, durationMs }: TraceEntry): Pieces {
  const verdict: Piece = {
    credentials: shadowed
      ? ({ style: "yellow", text: "has credentials too, shadowed by an earlier source" } as const)
      : ({ style: "green", text: "credentials" } as const),
    "not-configured": dim("not configured"),
    failed: { style: "red", text: "failed" } as const,
  }[outcome];
  return [{ style: "bold", text: source }, ": ", verdict, dim(` (${Math.round(durationMs)} ms)`)];
}

function details(entry: TraceEntry): readonly Pieces[] {
  const { lookedFor, supplied, warnings, children } = entry;
  // A source below has told it already.
  const error = toldBy(entry) === entry ? entry.error : undefined;
  return [
    // What a chain looked for is what its sources did, and stands there.
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
