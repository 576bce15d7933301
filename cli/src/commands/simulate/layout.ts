import { type Line, outputColumns, type Piece, type Style, widthOf, wrap } from "../../terminal/terminal.ts";

/** Longer lines are hard to read, however wide a terminal is. */
const MOST_COLUMNS = 118;
const LABEL_COLUMNS = 11;
const INDENT = "  ";

/** Sentences, broken between words. */
export function paragraph(...sentences: readonly Piece[]): readonly Line[] {
  return wrap(sentences, columns());
}

/** A labelled value, beside those of the other labels; below it what is to be known of it, where the line has no room. */
export function field(label: string, value: Piece, note?: string): readonly Line[] {
  const line = [`${INDENT}${label}${" ".repeat(Math.max(LABEL_COLUMNS - widthOf(label), 1))}`, value];
  if (note === undefined) return [line];
  const whole = [...line, dim(`${INDENT}${note}`)];
  if (whole.reduce((width, piece) => width + widthOf(textOf(piece)), 0) <= columns()) return [whole];
  const indent = " ".repeat(INDENT.length + LABEL_COLUMNS);
  return [line, ...wrap([dim(note)], columns() - indent.length).map((part) => [indent, ...part])];
}

export function styled(style: Style, text: string): Piece {
  return { style, text };
}

export function dim(text: string): Piece {
  return styled("dim", text);
}

/** Programs read whole sentences. */
function columns(): number {
  const shown = outputColumns();
  return Number.isFinite(shown) ? Math.min(shown, MOST_COLUMNS) : shown;
}

function textOf(piece: Piece): string {
  return typeof piece === "string" ? piece : piece.text;
}
