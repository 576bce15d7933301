import { styleText } from "node:util";
import stringWidth from "fast-string-width";
import { type Catalogue, catalogue } from "./language.ts";

/**
 * The one door through which the command prints.
 *
 * Names, paths and messages come from files, variables, servers and programs. Each piece of a line is shown as one line
 * of visible characters, whatever it holds: no escape sequence and no line break of theirs reaches the terminal.
 *
 * @module
 */

const en = {
  warning: "warning: ",
  unwritable: (code: string): string => `standard output cannot be written (${code}).`,
};

const zh: typeof en = {
  warning: "警告：",
  unwritable: (code) => `无法写入标准输出（${code}）。`,
};

export const terminalText: Catalogue<typeof en> = catalogue({ en, zh });

/** A colour or weight of a terminal. Dropped where standard output, or standard error, is no terminal. */
export type Style = Parameters<typeof styleText>[0];

/** A part of a line: text, or text in a style. */
export type Piece = string | { readonly text: string; readonly style: Style };

/** One line to print, without its line break. */
export type Line = string | readonly Piece[];

/** Prints lines to standard output. */
export function print(lines: readonly Line[]): void {
  write(process.stdout, lines);
}

/** Prints lines to standard error. */
export function printError(lines: readonly Line[]): void {
  write(process.stderr, lines);
}

/** Prints one line of JSON to standard output; control and invisible characters are `\u` escapes in it. */
export function printJson(value: unknown): void {
  write(process.stdout, [JSON.stringify(value)]);
}

/** Prints a warning to standard error. */
export function printWarning(text: string): void {
  printError([[{ text: terminalText().warning, style: "yellow" }, text]]);
}

/**
 * Calls `act` once nobody reads standard output any longer, as behind `| head -1`. If it cannot be written for another
 * reason, such as a full disk, the process ends with exit code 1.
 */
export function onClosedOutput(act: () => void): void {
  process.stdout.on("error", (error) => (isReaderGone(error) ? act() : endUnwritten(error)));
}

/** The same for what ends the process itself, before an error of standard output is told. */
export function endIfUnwritten(): void {
  const error = process.stdout.errored;
  if (error && !isReaderGone(error)) endUnwritten(error);
}

function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE";
}

function endUnwritten({ code }: NodeJS.ErrnoException): never {
  printError([`alicred: ${terminalText().unwritable(String(code))}`]);
  process.exit(1);
}

/** Lets work continue, a server's too, although nobody reads standard error any longer, as behind `2>&1 | head -1`. */
export function continueUnheard(): void {
  process.stderr.on("error", () => undefined);
}

/** Whether a slow reader of standard output has not got all of it yet. */
export function isPrinting(): boolean {
  return process.stdout.writableLength > 0;
}

/** The width of standard output; `Infinity` if it is not a terminal. */
export function outputColumns(): number {
  return (process.stdout.isTTY && process.stdout.columns) || Number.POSITIVE_INFINITY;
}

/** The width of standard error; `Infinity` if it is not a terminal. */
function errorColumns(): number {
  return (process.stderr.isTTY && process.stderr.columns) || Number.POSITIVE_INFINITY;
}

/** Prints sentences to standard error, broken between words: a terminal would break a command to type in its middle. */
export function printErrorSentences(lines: readonly Line[]): void {
  printError(lines.flatMap((line) => hanging(typeof line === "string" ? [line] : line, errorColumns())));
}

/** Breaks a line, and indents the lines below it as far as it is indented itself, its number included. */
function hanging(line: readonly Piece[], columns: number): readonly Line[] {
  const [indent = ""] = /^ *(?:\d+\. )?/.exec(plain(line)) ?? [];
  const lines = wrap(line, columns);
  if (lines.length === 1) return lines;
  const [head = [], ...below] = wrap(line, columns - indent.length);
  return [head, ...below.map((part): Line => [" ".repeat(indent.length), ...part])];
}

/** The places where a line may be broken: behind blanks and Chinese punctuation, and between Chinese characters. */
const BREAKS =
  /(?<= )|(?<=[\p{Script=Han}、，。；：！？）》」])(?=[\p{Script=Han}（《「])|(?<=[、，。；：！？）》」])(?=[^、，。；：！？）》」 ])/u;

/** Breaks a line at its blanks, and Chinese between its characters, so that no line is wider than `columns` except for a word that is. */
export function wrap(line: readonly Piece[], columns: number): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  let width = 0;
  for (const piece of line) {
    const isPlain = typeof piece === "string";
    let part = "";
    const keep = (text: string): void => {
      if (text !== "") lines.at(-1)?.push(isPlain ? text : { ...piece, text });
      part = "";
    };
    for (const word of visible(isPlain ? piece : piece.text).split(BREAKS)) {
      if (width > 0 && width + columnsOf(word.trimEnd()) > columns) {
        keep(part.trimEnd());
        lines.push([]);
        width = 0;
      }
      part += word;
      width += columnsOf(word);
    }
    keep(part);
  }
  return lines;
}

/** The places that a text takes in a terminal: a Chinese character takes two. */
export function widthOf(text: string): number {
  return columnsOf(visible(text));
}

/** Most texts: each character takes one column, and is visible. */
const PRINTABLE_ASCII = /^[ -~]*$/;

function columnsOf(visibleText: string): number {
  return PRINTABLE_ASCII.test(visibleText) ? visibleText.length : stringWidth(visibleText);
}

/** Where prompts and progress are drawn, by the library that draws them: standard error. */
export function promptStream(): NodeJS.WriteStream {
  return process.stderr;
}

/**
 * Prints secrets, or other text that programs read, to standard output as it is: no character is escaped. For the
 * formats whose consumer is a shell or a program, and which quote values themselves.
 */
export function printRaw(text: string): void {
  process.stdout.write(text);
}

/**
 * Prints a document to standard output. Control and invisible characters are `\u` escapes in it: what is JSON stays the same
 * JSON.
 */
export function printDocument(text: string): void {
  process.stdout.write(text.split("\n").map(visible).join("\n"));
}

/**
 * Lets writing to the outputs wait for their readers again, for the program that takes the place of this process: Node
 * writes to pipes without waiting, and few other programs can.
 */
export function waitForReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const handle: unknown = Reflect.get(stream, "_handle");
    const setBlocking: unknown = Reflect.get(Object(handle), "setBlocking");
    if (typeof setBlocking === "function") Reflect.apply(setBlocking, handle, [true]);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * The text with control characters, line and paragraph separators, marks that reorder a line, and other invisible
 * characters as the escapes of JSON: what is JSON stays the same JSON.
 */
export function visible(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu,
    (character) => ESCAPES[character] ?? character.split("").map(escapeUnit).join(""),
  );
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The line as visible characters, without styles. */
export function plain(line: Line): string {
  const pieces = typeof line === "string" ? [line] : line;
  return pieces.map((piece) => visible(typeof piece === "string" ? piece : piece.text)).join("");
}

function write(stream: NodeJS.WriteStream, lines: readonly Line[]): void {
  if (lines.length > 0) stream.write(lines.map((line) => `${render(stream, line)}\n`).join(""));
}

function render(stream: NodeJS.WriteStream, line: Line): string {
  // Node lets FORCE_COLOR win over it, which the machines of a CI set for all programs.
  if (process.env["NO_COLOR"]) return plain(line);
  const pieces = typeof line === "string" ? [line] : line;
  return pieces
    .map((piece) =>
      typeof piece === "string" ? visible(piece) : styleText(piece.style, visible(piece.text), { stream }),
    )
    .join("");
}
