import { styleText } from "node:util";
import type { TraceEntry } from "@alicred/core";

/** A trace as a tree for a person: what each source answered, and below it the reasons. */
export function renderTrace(trace: TraceEntry): string {
  return `${[head(trace), ...body(trace)].join("\n")}\n`;
}

function body(entry: TraceEntry): string[] {
  const branches = [
    ...details(entry).map((line) => [line]),
    ...entry.children.map((child) => [head(child), ...body(child)]),
  ];
  return branches.flatMap((lines, index) => {
    const last = index === branches.length - 1;
    return lines.map(
      (line, lineIndex) => (lineIndex === 0 ? (last ? "└─ " : "├─ ") : last ? "   " : "│  ") + line,
    );
  });
}

function head({ source, outcome, shadowed, durationMs }: TraceEntry): string {
  const verdict = {
    credentials: shadowed
      ? styleText("yellow", "has credentials too, shadowed by an earlier source")
      : styleText("green", "credentials"),
    "not-configured": styleText("dim", "not configured"),
    failed: styleText("red", "failed"),
  }[outcome];
  return `${styleText("bold", source)}: ${verdict} ${styleText("dim", `(${Math.round(durationMs)} ms)`)}`;
}

function details({ lookedFor, supplied, warnings, error, children }: TraceEntry): string[] {
  const [firstLine] = error?.message.split("\n", 1) ?? [];
  return [
    // What a chain looked for is what its sources did, and stands there.
    ...(children.length > 0 ? [] : lookedFor.map((what) => `looked for ${what}`)),
    ...supplied.map(({ part, from }) => `${part} from ${from}`),
    ...warnings.map((warning) => styleText("yellow", `warning: ${warning}`)),
    ...(error === undefined ? [] : [`${error.code}: ${firstLine}`]),
  ];
}
