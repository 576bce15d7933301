import type { Command, HelpConfiguration, Option } from "commander";
import { language } from "../terminal/language.ts";
import { type Line, outputColumns, plain, widthOf, wrap } from "../terminal/terminal.ts";
import { helpText } from "./help-text.ts";

/** Longer lines are hard to read, however wide the terminal is. */
const MOST_COLUMNS = 100;
/** Descriptions are wrapped down to this width. */
const LEAST_COLUMNS = 20;
/** The width where output is no terminal. */
const USUAL_COLUMNS = 80;

/** The width that help is written for. */
export function helpColumns(): number {
  const columns = outputColumns();
  return Number.isFinite(columns) ? Math.min(columns, MOST_COLUMNS) : USUAL_COLUMNS;
}

/** How help is laid out: in the language of the moment, by the width that a terminal shows. */
export function helpFormat(): HelpConfiguration {
  const text = helpText();
  const titles: Readonly<Record<string, string>> = {
    "Usage:": text.usage,
    "Arguments:": text.arguments,
    "Options:": text.options,
    "Commands:": text.commands,
  };
  return {
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: withFacts,
    argumentDescription: withFacts,
    minWidthToWrap: LEAST_COLUMNS,
    displayWidth: widthOf,
    boxWrap: (all, width) =>
      all
        .split("\n")
        .flatMap((line) => wrap([line], width).map(plain))
        .join("\n"),
  };
}

/** The purpose of a value, with the values that it may have and its default. */
function withFacts({
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
}: Pick<Option, "description" | "argChoices" | "defaultValue" | "defaultValueDescription">): string {
  const text = helpText();
  const isShown = typeof defaultValue === "string" && defaultValue !== "";
  const value = defaultValueDescription ?? (isShown ? defaultValue : undefined);
  const facts = [
    ...(argChoices === undefined || argChoices.length < 2 ? [] : [text.choices(argChoices.join(", "))]),
    ...(value === undefined ? [] : [text.default(value)]),
  ];
  if (facts.length === 0) return description;
  const all = facts.join("; ");
  return language() === "zh" ? `${description}（${all}）` : `${description} (${all})`;
}

/** The name of a command with its arguments. */
export function usageOf(command: Command): string {
  return [command.name(), ...command.registeredArguments.map(argumentTerm)].join(" ");
}

function argumentTerm(argument: Command["registeredArguments"][number]): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** The lines of help to print: titles stand out. */
export function helpLines(output: string): readonly Line[] {
  return (
    output
      .replace(/\n$/, "")
      // The library puts a blank behind the title of the usage.
      .replace(/^(\S+：) /gm, "$1")
      .split("\n")
      .map((line): Line => (/^\S[^:：]*[:：]$/.test(line) ? [{ style: "bold", text: line }] : line))
  );
}

/** Lines to type under a title, with what each does: beside it, or below where that is too narrow. */
export function listedLines(title: string, rows: readonly (readonly [line: string, what: string])[]): string {
  if (rows.length === 0) return "";
  const columns = helpColumns();
  const width = Math.max(...rows.map(([line]) => widthOf(line)));
  const isBeside = rows.every(([, what]) => 4 + width + widthOf(what) <= columns);
  const lines = rows.flatMap(([line, what]) =>
    isBeside
      ? [`  ${line}${" ".repeat(width - widthOf(line))}  ${what}`]
      : [`  ${line}`, ...wrap([what], columns - 6).map((part) => `      ${plain(part)}`)],
  );
  return `\n${title}\n${lines.join("\n")}`;
}
