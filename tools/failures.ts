import { stripVTControlCharacters } from "node:util";
import type { Failure } from "./part-report.ts";

/** The most of one failure's message that is printed, in lines, and of each line, in characters. */
const MOST_LINES = 60;
const MOST_WIDTH = 200;
/** The end of a long log is often all that remains of it: names and first lines are kept within this length. */
const LAST_CHARACTERS = 6_000;

/**
 * Lines for the end of a run's output: each failure with its message, and after a long list of them the names once more,
 * so that the last 8 kB of the output tell what failed. Empty without a failure.
 */
export function failureLines(failures: readonly Failure[]): readonly string[] {
  if (failures.length === 0) return [];
  const full = failures.flatMap(({ title, message }) => [
    `FAILED ${clip(title)}`,
    ...fewLines(message).map((line) => `     ${line}`),
  ]);
  const lines = [`== what failed: ${failures.length}`, "", ...full];
  return full.join("\n").length <= LAST_CHARACTERS ? lines : [...lines, "", ...names(failures)];
}

/** The beginning and the end of a text, without empty lines and control characters. */
export function fewLines(text: string): readonly string[] {
  const lines = stripVTControlCharacters(text)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map(clip);
  if (lines.length <= MOST_LINES) return lines;
  // The reason comes first in a message, and last in the output of a command.
  const half = MOST_LINES / 2;
  return [...lines.slice(0, half - 1), `[${lines.length - MOST_LINES + 1} lines]`, ...lines.slice(-half)];
}

/** One line for each failure, as many as fit. */
function names(failures: readonly Failure[]): readonly string[] {
  const lines: string[] = [];
  let length = 0;
  for (const { title, message } of failures) {
    const line = clip(`FAILED ${title}: ${fewLines(message)[0] ?? "no message"}`);
    length += line.length + 1;
    if (length > LAST_CHARACTERS)
      return [...lines, `and ${failures.length - lines.length} more, named above`];
    lines.push(line);
  }
  return lines;
}

function clip(line: string): string {
  return line.length <= MOST_WIDTH ? line : `${line.slice(0, MOST_WIDTH - 1)}…`;
}
