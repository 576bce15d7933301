import { type Line, outputColumns, type Piece, widthOf, wrap } from "../../../terminal/terminal.ts";
import type { Finding, Subject } from "./finding.ts";
import { doctorText } from "./text.ts";

const MARKS: Readonly<Record<Finding["level"], Piece>> = {
  error: { text: "x", style: "red" },
  warning: { text: "!", style: "yellow" },
  info: { text: "i", style: "dim" },
};

/** A sentence and its remedy stand side by side up to this width of the sentence. */
const MOST_SIDE_BY_SIDE = 44;

/**
 * A subject and its findings. A remedy stands beside its finding where there is room, else below it.
 *
 * @param isLong whether subjects without errors and warnings, and mere information, are left out
 */
export function subjectLines(subject: Subject, isLong: boolean): readonly Line[] {
  const said = doctorText();
  const findings = isLong ? subject.findings.filter(({ level }) => level !== "info") : subject.findings;
  if (findings.length === 0 && (isLong || subject.kind === "file"))
    return isLong || !subject.note ? [] : [head(subject)];
  const columns = Math.min(outputColumns(), 160);
  const sentences = findings.map((each) => each.say(said));
  const side = Math.min(MOST_SIDE_BY_SIDE, Math.max(...sentences.map(widthOf)));
  return [
    head(subject),
    ...findings.flatMap((each, index) => findingLines(each, sentences[index] ?? "", side, columns)),
  ];
}

function head({ name, note }: Subject): Line {
  const said = doctorText();
  return [{ text: name, style: "bold" }, ...(note === undefined ? [] : [`  ${note(said)}`])];
}

function findingLines(
  { level, fix, repair }: Finding,
  sentence: string,
  side: number,
  columns: number,
): readonly Line[] {
  const said = doctorText();
  const by = repair === undefined ? "" : repair === "itself" ? said.fixedBy : said.asks;
  const remedy = fix === undefined ? "" : `${said.fix(fix(said))}${by}`;
  const width = widthOf(sentence);
  const gap = " ".repeat(Math.max(side - width, 0) + 2);
  const isBeside = width <= side && 4 + side + 2 + widthOf(remedy) <= columns;
  if (remedy === "" || isBeside) {
    const [first = [], ...rest] = wrap([sentence], columns - 4);
    return [
      [
        "  ",
        MARKS[level],
        " ",
        ...first,
        ...(remedy === "" ? [] : [gap, { text: remedy, style: "cyan" } as Piece]),
      ],
      ...rest.map((line): Line => ["    ", ...line]),
    ];
  }
  const [first = [], ...rest] = wrap([sentence], columns - 4);
  const below = wrap([{ text: remedy, style: "cyan" }], columns - 6);
  return [
    ["  ", MARKS[level], " ", ...first],
    ...rest.map((line): Line => ["    ", ...line]),
    ...below.map((line): Line => ["      ", ...line]),
  ];
}

/** The last line. */
export function summaryLine(errors: number, warnings: number): Line {
  const said = doctorText();
  if (errors + warnings === 0) return said.healthy;
  return `${said.summary(errors, warnings)}${errors > 0 ? said.exitCode : ""}`;
}
