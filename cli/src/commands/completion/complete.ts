import { languageOf } from "../../command/language-of.ts";
import { peekConfig } from "../../command/peek-config.ts";
import { onClosedOutput, printRaw, visible } from "../../terminal/terminal.ts";
import { bashCandidate, parseBashLine } from "./bash-line.ts";
import { TABLE } from "./table.ts";

/**
 * The answer to TAB, before anything of the command line is loaded: it knows the commands by a table, and the profiles by
 * `config.json`. It asks nobody, and says nothing of errors.
 *
 * @module
 */

/** A command in the table. Kinds of values: `profile`, `files`, `folders`, `any`, or the values themselves, by blanks. */
export interface TableCommand {
  /** Its summary, in both languages. */
  readonly en?: string;
  readonly zh?: string;
  /** The kind of its value by option; empty for an option without one. */
  readonly options?: Readonly<Record<string, string>>;
  /** The kinds of its arguments, separated by `;`; `...` ends one that repeats. */
  readonly arguments?: string;
}

interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The commands by their paths; that of alicred itself is empty. */
const COMMANDS: ReadonlyMap<string, TableCommand> = new Map(
  TABLE.trimEnd()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf("{")).trim(), JSON.parse(line.slice(line.indexOf("{")))]),
);

/** The words of a line, up to the one at the cursor. */
export interface Words {
  readonly before: readonly string[];
  readonly current: string;
}

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
  let path = "";
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
      if (value === undefined && commandAt(path).options?.[name]) awaiting = name;
    } else {
      const inner = `${path} ${word}`.trim();
      if (place === 0 && COMMANDS.has(inner)) path = inner;
      else place += 1;
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
  const command = commandAt(path);
  if (awaiting !== undefined) return ofKind(command.options?.[awaiting] ?? "any");
  const [name = "", value] = splitOption(current);
  if (value !== undefined) return ofKind(command.options?.[name] || "any", `${name}=`);
  if (current.startsWith("-")) return Object.keys(command.options ?? {}).map((option) => ({ value: option }));
  return [...(place === 0 ? subcommands(path, env) : []), ...ofKind(kindAt(command, place))];
}

function subcommands(path: string, env: Env): readonly Candidate[] {
  const isChinese = languageOf([], env) === "zh";
  const prefix = path === "" ? "" : `${path} `;
  return [...COMMANDS]
    .filter(([each]) => each.startsWith(prefix) && /^[^ ]+$/.test(each.slice(prefix.length)))
    .map(([each, { en, zh }]) => ({ value: each.slice(prefix.length), about: isChinese ? zh : en }));
}

function commandAt(path: string): TableCommand {
  return COMMANDS.get(path) ?? {};
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
