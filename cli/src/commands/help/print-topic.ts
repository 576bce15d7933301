import { helpColumns } from "../../command/help-format.ts";
import { language } from "../../terminal/language.ts";
import { tableLines } from "../../terminal/table.ts";
import { type Line, type Piece, print, wrap } from "../../terminal/terminal.ts";
import { VARIABLES } from "../exec/variables.ts";
import { FORMATS } from "../resolve/format-names.ts";
import { readerText } from "./readers.ts";
import { topicText } from "./text.ts";
import type { Topic } from "./topics.ts";

/** Prints what there is to know about a topic. */
export function printTopic(topic: Topic): void {
  switch (topic) {
    case "environment":
      print(environmentLines());
      return;
    case "exit-codes":
      print(exitCodeLines());
      return;
    case "formats":
      print(formatLines());
  }
}

function exitCodeLines(): readonly Line[] {
  const text = topicText();
  return [
    title(text.exitCodes),
    ...rows(text.exitCodeRows),
    "",
    title(text.execCodes),
    ...rows(text.execCodeRows),
  ];
}

function formatLines(): readonly Line[] {
  const text = topicText();
  return [
    title(text.formats),
    ...rows(FORMATS.map((format) => [format, text.formatRows[format]] as const)),
    "",
    ...paragraph(text.formatsNote),
  ];
}

function environmentLines(): readonly Line[] {
  const text = topicText();
  const isOwn = (name: string): boolean => name.startsWith("ALICRED_");
  const others = VARIABLES.filter(({ names }) => !names.some(isOwn));
  const isSet = ({ keys, server }: (typeof VARIABLES)[number]): boolean =>
    keys !== "cleared" || server !== "cleared";
  return [
    title(text.ownVariables),
    ...rows(text.ownRows),
    "",
    title(text.setVariables),
    ...others.filter(isSet).flatMap(variableLines),
    "",
    title(text.clearedVariables),
    ...others.filter((row) => !isSet(row)).flatMap(variableLines),
  ];
}

function variableLines({ names, whom }: (typeof VARIABLES)[number]): readonly Line[] {
  const readers = language() === "zh" ? (readerText[whom] ?? whom) : whom;
  return [
    ...wrap([names.join(", ")], helpColumns() - 2).map((part): Line => ["  ", ...part]),
    ...wrap([{ style: "dim", text: readers }], helpColumns() - 6).map((part): Line => ["      ", ...part]),
  ];
}

/** The least width for a meaning beside its name; in less it stands below. */
const LEAST_WIDTH = 24;

/** Names and what they mean, the meaning broken where the line ends. */
function rows(all: readonly (readonly [name: string, what: string])[]): readonly Line[] {
  const width = Math.max(...all.map(([name]) => name.length));
  const room = helpColumns() - width - 4;
  if (room < LEAST_WIDTH)
    return all.flatMap(([name, what]) => [
      `  ${name}`,
      ...wrap([what], helpColumns() - 6).map((part): Line => ["      ", ...part]),
    ]);
  const broken = all.flatMap(([name, what]) =>
    wrap([what], room).map((part, index): readonly Piece[] => [
      index === 0 ? name : "",
      part.map((piece) => (typeof piece === "string" ? piece : piece.text)).join(""),
    ]),
  );
  return tableLines(broken, { indent: "  " });
}

function paragraph(text: string): readonly Line[] {
  return wrap([text], helpColumns());
}

function title(text: string): Line {
  return [{ style: "bold", text }];
}
