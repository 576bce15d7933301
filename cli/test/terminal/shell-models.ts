/**
 * How Windows' shells read the lines that set variables, for machines that have none of them: by the rules of their
 * languages, and by nothing of the code under test.
 *
 * @module
 */

/**
 * The variables after `$env:NAME = …;` lines of PowerShell: terms of one statement, joined by `+`. A text between single
 * quotes ends at any of the five characters that PowerShell takes for one, unless two of them follow each other.
 *
 * @throws {Error} for anything else, such as a line that begins another command.
 */
export function evaluatePowerShell(lines: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of lines.split("\n").filter((each) => each !== "")) {
    const [, name = "", expression = ""] = /^\$env:(\w+) = (.*);$/.exec(line) ?? [];
    if (name === "") throw new Error(`no assignment: ${line}`);
    variables.set(name, powershellText(expression.replace(/^\((.*)\)$/, "$1")));
  }
  return variables;
}

function powershellText(expression: string): string {
  let value = "";
  let rest = expression;
  for (let isFirst = true; rest !== ""; isFirst = false) {
    if (!isFirst) rest = afterPrefix(rest, " + ");
    const quoted = /^['‘’‚‛]((?:[^'‘’‚‛]|['‘’‚‛]{2})*)['‘’‚‛](?!['‘’‚‛])/.exec(rest);
    const char = /^\[char\](\d+)/.exec(rest);
    if (quoted) value += (quoted[1] ?? "").replace(/(['‘’‚‛])['‘’‚‛]/g, "$1");
    // A character before a text would be added to it as a number.
    else if (char && !isFirst) value += String.fromCharCode(Number(char[1]));
    else throw new Error(`no term: ${rest}`);
    rest = rest.slice((quoted ?? char)?.[0].length);
  }
  return value;
}

function afterPrefix(text: string, prefix: string): string {
  if (!text.startsWith(prefix)) throw new Error(`no ${prefix}: ${text}`);
  return text.slice(prefix.length);
}

/**
 * The variables after `set` lines of a batch file, in which delayed expansion is off: first `%` by pairs, then `"` and `^`
 * with the characters that end a command, then `set` itself, for which a quote before the name ends at the last one.
 *
 * @throws {Error} for a line that begins another command, redirects, or expands a variable.
 */
export function evaluateCmd(lines: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of lines.split("\n").filter((each) => each !== "")) {
    const rest = afterPrefix(unescapeCmd(expandPercents(line)), "set ");
    const unquoted = rest.startsWith('"') ? rest.slice(1, rest.lastIndexOf('"')) : rest;
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(unquoted) ?? [];
    if (name === "") throw new Error(`no assignment: ${line}`);
    if (value === "") variables.delete(name);
    else variables.set(name, value);
  }
  return variables;
}

function expandPercents(line: string): string {
  return line.replace(/%%|%/g, (found) => {
    if (found === "%") throw new Error(`a variable is expanded: ${line}`);
    return "%";
  });
}

function unescapeCmd(line: string): string {
  let isQuoted = false;
  let text = "";
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (!isQuoted && char === "^") {
      at += 1;
      text += line.charAt(at);
      continue;
    }
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && /[&|<>()]/.test(char)) throw new Error(`another command begins: ${line}`);
    text += char;
  }
  return text;
}
