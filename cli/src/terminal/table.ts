import { type Line, outputColumns, type Piece, widthOf } from "./terminal.ts";

export interface TableOptions {
  /** The width that no line may pass. Default: that of the terminal. */
  readonly columns?: number;
  /** Begins every line. Default: nothing. */
  readonly indent?: string;
}

/** The space between two columns. */
const GAP = 2;
const ELLIPSIS = "…";
/** In less room the last cell would say nothing: it stays whole, and the terminal breaks the line. */
const LEAST_ROOM = 12;

/**
 * Rows as aligned columns, by the width that a terminal shows: a Chinese character takes two places. Cells of the last
 * column are cut where the terminal ends, if there is room for a part that says something.
 */
export function tableLines(
  rows: readonly (readonly Piece[])[],
  { columns = outputColumns(), indent = "" }: TableOptions = {},
): readonly Line[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, widthOf(textOf(cell)));
  return rows.map((row) => {
    const line: Piece[] = indent === "" ? [] : [indent];
    let used = indent.length;
    for (const [index, cell] of row.entries()) {
      const isLast = index === row.length - 1;
      const shown = isLast && columns - used >= LEAST_ROOM ? cut(cell, columns - used) : cell;
      line.push(shown);
      if (isLast) break;
      const gap = (widths[index] ?? 0) - widthOf(textOf(cell)) + GAP;
      line.push(" ".repeat(gap));
      used += (widths[index] ?? 0) + GAP;
    }
    return line;
  });
}

/**
 * Names and their values, which are shown whole: people copy them. A terminal breaks those that are wider than itself.
 */
export function fieldLines(rows: readonly (readonly Piece[])[]): readonly Line[] {
  return tableLines(rows, { columns: Number.POSITIVE_INFINITY });
}

/** The cell, cut to a width with an ellipsis at its end. */
export function cut(cell: Piece, room: number): Piece {
  const text = textOf(cell);
  if (widthOf(text) <= Math.max(room, 1)) return cell;
  let shown = "";
  for (const character of text) {
    if (widthOf(shown + character) >= room) break;
    shown += character;
  }
  return typeof cell === "string" ? shown + ELLIPSIS : { ...cell, text: shown + ELLIPSIS };
}

function textOf(cell: Piece): string {
  return typeof cell === "string" ? cell : cell.text;
}
