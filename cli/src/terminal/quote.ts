import { wrongUse } from "../command/command-error.ts";
import { type Catalogue, catalogue } from "./language.ts";

/**
 * Values as the source text of shells and of `.env` files, so that evaluating the text gives exactly the value: no
 * quote, blank, `$(…)`, backtick, `%`, `!` or line break in it has a meaning.
 *
 * @module
 */

/** A syntax that variables are printed in. `sh` is that of every shell of the POSIX family: sh, dash, bash, zsh, ksh. */
export type Syntax = "sh" | "fish" | "powershell" | "cmd" | "dotenv";

/** A syntax with words; `cmd` and `.env` files have only whole lines. */
export type WordSyntax = Exclude<Syntax, "cmd" | "dotenv">;

const en = {
  holdsNul: (name: string): string =>
    `${name} holds a NUL character, which no variable can hold. Correct the value where it comes from.`,
  holdsInvisible: (name: string): string =>
    `${name} holds control or invisible characters. Correct the value where it comes from.`,
  holdsLine: (name: string): string =>
    `${name} holds a line break, which cmd cannot set. Use PowerShell instead: --format powershell`,
  unlikeReaders: (name: string): string =>
    `${name} holds characters that the readers of .env files understand in different ways. Use a shell's format instead: --format env`,
};

const zh: typeof en = {
  holdsNul: (name) => `${name} 含有 NUL 字符，任何环境变量都无法保存。请在其来源处更正。`,
  holdsInvisible: (name) => `${name} 含有控制字符或不可见字符。请在其来源处更正。`,
  holdsLine: (name) => `${name} 含有换行，cmd 无法设置。请改用 PowerShell：--format powershell`,
  unlikeReaders: (name) =>
    `${name} 含有不同 .env 读取程序理解不一的字符。请改用某个 shell 的格式：--format env`,
};

export const quoteText: Catalogue<typeof en> = catalogue({ en, zh });

/**
 * The line that sets and exports a variable, without its line break. A line of `sh`, `fish` and `powershell` ends as a
 * statement, so that it may be joined to the next by a blank, as `eval (…)` of fish does. A line of `cmd` is one of a batch
 * file, in which delayed expansion is off, as it is unless asked for.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a value that the syntax cannot express: a NUL anywhere, a line break in
 *   `cmd`, both kinds of quotes in `dotenv`, whose readers differ there.
 */
export function setLine(name: string, value: string, syntax: Syntax): string {
  if (value.includes("\0")) throw wrongUse(quoteText().holdsNul(name));
  switch (syntax) {
    case "sh":
      return `export ${name}=${quoteWord(value, syntax)};`;
    case "fish":
      return `set -gx ${name} ${quoteWord(value, syntax)};`;
    case "powershell":
      return `$env:${name} = ${quoteWord(value, syntax)};`;
    case "cmd":
      return cmdLine(name, value);
    case "dotenv":
      return `${name}=${dotenvValue(name, value)}`;
  }
}

/** The line that removes a variable. In `.env` files, which cannot, it sets it to the empty text. */
export function clearLine(name: string, syntax: Syntax): string {
  switch (syntax) {
    case "sh":
      return `unset ${name};`;
    case "fish":
      return `set -e ${name};`;
    case "powershell":
      return `Remove-Item -ErrorAction Ignore Env:${name};`;
    case "cmd":
      return `set "${name}="`;
    case "dotenv":
      return `${name}=`;
  }
}

/** The value as one word of the shell, to be given to a command or assigned. */
export function quoteWord(value: string, syntax: WordSyntax): string {
  switch (syntax) {
    case "sh":
      return shWord(value);
    case "fish":
      return fishWord(value);
    case "powershell":
      return powershellWord(value);
  }
}

/** The value as one word of a POSIX shell; without quotes where it needs none. For lines that a person copies. */
export function quoteIfNeeded(value: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(value) ? value : shWord(value);
}

/** Runs between quotes in quotes, each quote as `\'`. Two quotes never meet, because in zsh they may be one. */
function shWord(value: string): string {
  if (value === "") return "''";
  return value.replace(/'|[^']+/g, (part) => (part === "'" ? "\\'" : `'${part}'`));
}

/** A line break is `\n` outside the quotes, because `eval (…)` makes one line of all. */
function fishWord(value: string): string {
  const quoted = value
    .replace(/[\\']/g, "\\$&")
    .replace(/[\n\r]/g, (end) => `'${end === "\n" ? "\\n" : "\\r"}'`);
  return `'${quoted}'`;
}

/**
 * A quoted text of plain ASCII, and everything else by its number: what a program prints is read in the code page of the
 * console, which need not be UTF-8, and typographic quotes end a text as `'` does.
 */
function powershellWord(value: string): string {
  const parts = value.match(/[ -~]+|[^ -~]/g) ?? [];
  const terms = parts.map((part) =>
    /^[ -~]/.test(part) ? `'${part.replaceAll("'", "''")}'` : `[char]${part.charCodeAt(0)}`,
  );
  const [first = "''"] = terms;
  if (terms.length <= 1 && first.startsWith("'")) return first;
  return `(${[...(first.startsWith("'") ? [] : ["''"]), ...terms].join(" + ")})`;
}

/** A value with quotes stands without quotes around it: one in it would end them, and `&` after it begin a command. */
function cmdLine(name: string, value: string): string {
  if (/[\n\r]/.test(value)) throw wrongUse(quoteText().holdsLine(name));
  const percents = value.replaceAll("%", "%%");
  if (!value.includes('"')) return `set "${name}=${percents}"`;
  return `set ${name}=${percents.replace(/[&|<>^()"]/g, "^$&")}`;
}

/**
 * The form that Node, the package dotenv, python-dotenv, godotenv and Docker Compose read alike. Without quotes where it
 * needs none: `docker run --env-file` takes them for a part of the value.
 */
function dotenvValue(name: string, value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value;
  if (!/'|\\(?:\\|$)|\$\{|\r/.test(value)) return `'${value}'`;
  if (!/["\\$`\r]/.test(value)) return `"${value}"`;
  throw wrongUse(quoteText().unlikeReaders(name));
}
