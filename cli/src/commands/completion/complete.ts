import { languageOf } from "../../command/language-of.ts";
import { peekConfig } from "../../command/peek-config.ts";
import { onClosedOutput, printRaw, visible } from "../../terminal/terminal.ts";
import { bashCandidate, parseBashLine } from "./bash-line.ts";
import table from "./table.json" with { type: "json" };

/**
 * The answer to TAB, before anything of the command line is loaded: it knows the commands by a table, and the profiles by
 * `config.json`. It asks nobody, and says nothing of errors.
 *
 * @module
 */

/** A command in the table. Kinds of values: `profile`, `files`, `folders`, `any`, or the values themselves, by blanks. */
export interface TableCommand {
  readonly en?: string;
  readonly zh?: string;
  /** The kind of its value by option; empty for an option without one. */
  readonly options?: Readonly<Record<string, string>>;
  /** The kinds of its arguments, separated by `;`; `...` ends one that repeats. */
  readonly arguments?: string;
  readonly commands?: Readonly<Record<string, TableCommand>>;
}

interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The words of a line, up to the one at the cursor. */
export interface Words {
  readonly before: readonly string[];
  readonly current: string;
}

const ROOT: TableCommand = table;
/** Ask the shell itself for its files. */
const PATHS: Readonly<Record<string, string>> = { files: ":files", folders: ":folders" };

/**
 * Prints what completes a line, each candidate on a line of its own.
 *
 * @param args the shell, and the line: for bash `COMP_WORDBREAKS` and the line up to the cursor, else the words before
 *   the one at the cursor, and that one behind `=`
 */
export function printCompletions(args: readonly string[], env: Env): void {
  onClosedOutput(() => process.exit(0));
  try {
    printRaw(
      completions(args, env)
        .map((line) => `${line}\n`)
        .join(""),
    );
  } catch {
    // At TAB, an error is worth no text.
  }
}

/** The lines that `printCompletions` prints. */
export function completions([shell = "", ...rest]: readonly string[], env: Env): readonly string[] {
  if (shell === "bash") {
    const [wordBreaks = "", text = ""] = rest;
    const line = parseBashLine(text);
    const [, ...before] = line.before;
    return candidates({ before, current: line.current }, env)
      .filter(({ value }) => value.startsWith(line.current) || value.startsWith(":"))
      .map(({ value }) => (value.startsWith(":") ? value : bashCandidate(value, line, wordBreaks)));
  }
  const words: Words = { before: rest.slice(0, -1), current: (rest.at(-1) ?? "=").replace(/^=/, "") };
  const all = candidates(words, env);
  switch (shell) {
    case "zsh":
      return all.map(({ value, about }) =>
        value.startsWith(":") || !about ? escapeColons(value) : `${escapeColons(value)}:${about}`,
      );
    case "powershell":
      return all.filter(({ value }) => value.startsWith(words.current)).map(withTab);
    default:
      return all.map(withTab);
  }
}

/** zsh takes what follows a colon for the description. */
function escapeColons(value: string): string {
  return Object.values(PATHS).includes(value) ? value : value.replace(/[\\:]/g, "\\$&");
}

function withTab({ value, about }: Candidate): string {
  return about ? `${value}\t${about}` : value;
}

function candidates({ before, current }: Words, env: Env): readonly Candidate[] {
  let command = ROOT;
  let place = 0;
  let awaiting: string | undefined;
  let configFile: string | undefined;
  for (const word of before) {
    const [name = "", value] = splitOption(word);
    if (awaiting !== undefined) {
      if (/^(?:-c|--config-file)$/.test(awaiting)) configFile = word;
      awaiting = undefined;
    } else if (word === "--") return [];
    else if (word.startsWith("-") && word.length > 1) {
      if (value !== undefined && name === "--config-file") configFile = value;
      if (value === undefined && command.options?.[name]) awaiting = name;
    } else {
      const inner: TableCommand | undefined = command.commands?.[word];
      if (inner === undefined) place += 1;
      else {
        command = inner;
        place = 0;
      }
    }
  }
  const ofKind = (kind: string, prefix = ""): readonly Candidate[] => {
    if (kind === "any") return [];
    const path = PATHS[kind];
    if (path !== undefined) return [{ value: path }];
    if (kind === "profile")
      return profileNames(configFile, env).map(({ value, about }) => ({ value: prefix + value, about }));
    return kind.split(" ").map((value) => ({ value: prefix + value }));
  };
  if (awaiting !== undefined) return ofKind(command.options?.[awaiting] ?? "any");
  const [name = "", value] = splitOption(current);
  if (value !== undefined) return ofKind(command.options?.[name] || "any", `${name}=`);
  if (current.startsWith("-")) return Object.keys(command.options ?? {}).map((option) => ({ value: option }));
  return [...subcommands(command, place, env), ...ofKind(kindAt(command, place))];
}

function subcommands({ commands = {} }: TableCommand, place: number, env: Env): readonly Candidate[] {
  if (place > 0) return [];
  const isChinese = languageOf([], env) === "zh";
  return Object.entries(commands).map(([value, { en, zh }]) => ({ value, about: isChinese ? zh : en }));
}

function kindAt({ arguments: kinds = "" }: TableCommand, place: number): string {
  const all = kinds.split(";");
  const last = all.at(-1) ?? "";
  return (all[place] ?? (last.endsWith("...") ? last : "any")).replace(/\.\.\.$/, "") || "any";
}

/** `--name=value`, taken apart. */
function splitOption(word: string): readonly [name: string, value?: string] {
  const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
  return name === undefined || value === undefined ? [word] : [name, value];
}

/** The profiles, in the order of the file, with their modes. A name that a terminal cannot show is left out. */
function profileNames(configFile: string | undefined, env: Env): readonly Candidate[] {
  return peekConfig(configFile, env).profiles.flatMap(({ name, mode }): Candidate[] =>
    isShowable(name) ? [{ value: name, about: isShowable(mode) ? mode : undefined }] : [],
  );
}

function isShowable(text: unknown): text is string {
  return typeof text === "string" && text !== "" && visible(text) === text;
}
