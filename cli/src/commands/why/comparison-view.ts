import { helpColumns } from "../../command/help-format.ts";
import { placeText } from "../../command/place.ts";
import { type Line, type Piece, widthOf, wrap } from "../../terminal/terminal.ts";
import { untilText } from "./answer.ts";
import { compareText } from "./compare-text.ts";
import type { Comparison } from "./comparison.ts";
import { COMPARED, type Reason } from "./reasons.ts";
import type { Verdict } from "./verdict.ts";

const GAP = 2;

/** The comparison for a person: the tools side by side, the reasons numbered below, and the command to type. */
export function comparisonLines(comparison: Comparison, nowMs: number): readonly Line[] {
  const text = compareText();
  const columns = helpColumns();
  const of = (cell: (verdict: Verdict) => string): readonly Piece[] =>
    COMPARED.map((tool) => cell(comparison.verdicts[tool]));
  const bold = (cell: string): Piece => ({ style: "bold", text: cell });
  const dim = (cell: Piece): Piece => (typeof cell === "string" ? { style: "dim", text: cell } : cell);
  const rows: readonly (readonly Piece[])[] = [
    ["", ...COMPARED.map((tool) => bold(text[tool]))],
    [text.who, ...of(({ who, error }) => who ?? error?.code ?? text.nobody)],
    [text.from, ...of(({ from }) => from.map(placeText).join(", ") || "-").map(dim)],
    [text.region, ...of(({ region }) => (region?.from ? region.value : text.none))],
    [text.from, ...of(({ region }) => shortPlace(region?.from ?? "")).map(dim)],
    [text.until, ...of((verdict) => (verdict.who === undefined ? "-" : untilText(verdict, nowMs)))],
  ];
  const reasons = comparison.reasons.flatMap((reason, index) =>
    hanging(`${index + 1}`.padEnd(3), reasonText(reason), columns),
  );
  const conclusion = comparison.isSame ? text.same : text.sameEverywhere(comparison.command);
  return [...gridLines(rows, columns), ...reasons, ...wrap([bold(conclusion)], columns)];
}

/** Columns whose cells are broken at their blanks where they are too narrow. */
function gridLines(rows: readonly (readonly Piece[])[], columns: number): readonly Line[] {
  const label = Math.max(...rows.map(([first = ""]) => widthOf(textOf(first))));
  const room = Math.floor((columns - label) / COMPARED.length) - GAP;
  const widths = COMPARED.map((_, index) =>
    Math.min(room, Math.max(...rows.map((row) => widthOf(textOf(row[index + 1] ?? ""))))),
  );
  return rows.flatMap(([first = "", ...cells]) => {
    const broken = cells.map((cell, index) => wrap([withShortWords(cell, room)], widths[index] ?? room));
    const height = Math.max(...broken.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at): Line => {
      const line: Piece[] = [
        (at === 0 ? textOf(first) : "") + " ".repeat(label - (at === 0 ? widthOf(textOf(first)) : 0)),
      ];
      for (const [index, lines] of broken.entries()) {
        const part = lines[at] ?? [];
        line.push(" ".repeat(GAP), ...part);
        const isLast = broken.slice(index + 1).every((other) => (other[at] ?? []).length === 0);
        if (isLast) break;
        const used = part.reduce((sum, piece) => sum + widthOf(textOf(piece)), 0);
        line.push(" ".repeat(Math.max(0, (widths[index] ?? room) - used)));
      }
      return line;
    });
  });
}

/** A word that is wider than its column, such as the name of a variable, continues in the next line. */
function withShortWords(cell: Piece, room: number): Piece {
  const text = textOf(cell).replace(/\S+/g, (word) =>
    widthOf(word) <= room ? word : (word.match(new RegExp(`.{1,${room}}`, "gu")) ?? [word]).join(" "),
  );
  return typeof cell === "string" ? text : { ...cell, text };
}

function hanging(mark: string, text: string, columns: number): readonly Line[] {
  return wrap([text], columns - mark.length).map((part, index) => [
    index === 0 ? mark : " ".repeat(mark.length),
    ...part,
  ]);
}

function reasonText({ code, name = "", tools = [] }: Reason): string {
  const text = compareText();
  const names = { terraform: text.terraformName, sdk: text.sdkName, cli: text.cliName };
  const sentence = text[code];
  return typeof sentence === "string"
    ? sentence
    : sentence(name, tools.map((tool) => names[tool]).join(text.and));
}

/** The place of a region in short. */
function shortPlace(from: string): string {
  if (from.startsWith("the default")) return compareText().byDefault;
  const short = from.replace(/^environment variable |^argument /, "").replace(/ of profile ".*"$/s, "");
  return placeText(short) || "-";
}

function textOf(piece: Piece): string {
  return typeof piece === "string" ? piece : piece.text;
}
