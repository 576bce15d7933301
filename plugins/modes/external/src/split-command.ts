/** The escapes of a command line: those of POSIX shells, or those of Windows. */
export type CommandLine = "posix" | "windows";

/**
 * Splits a command line into arguments, as the aliyun CLI and the SDKs do: white space separates, quotes hold together,
 * nothing is expanded. By the POSIX rules a backslash escapes the next character; between double quotes only `"`, `\`,
 * `$`, `` ` `` and a line end. By the Windows rules a backslash is a backslash, except for `\"` between double quotes.
 *
 * @returns the arguments, or the problem with the line, in words that quote nothing of it.
 */
export function splitCommand(
  line: string,
  rules: CommandLine,
): readonly [string, ...string[]] | { readonly problem: string } {
  const argv: string[] = [];
  let argument: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    const next = line.charAt(at + 1);
    if (char === "\\" && isEscape(next, quote, rules)) {
      if (next === "") return { problem: "ends in a backslash" };
      // An escaped line end continues the line.
      if (next !== "\n") argument = (argument ?? "") + next;
      at += 1;
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else argument = (argument ?? "") + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      argument ??= "";
    } else if (!/\s/.test(char)) {
      argument = (argument ?? "") + char;
    } else if (argument !== undefined) {
      argv.push(argument);
      argument = undefined;
    }
  }
  if (quote !== undefined) return { problem: "has a quote that is not closed" };
  if (argument !== undefined) argv.push(argument);
  const [file, ...args] = argv;
  return file ? [file, ...args] : { problem: "is empty" };
}

/** Whether a backslash before this character, or before the end of the line, is an escape. */
function isEscape(next: string, quote: '"' | "'" | undefined, rules: CommandLine): boolean {
  if (quote === "'") return false;
  if (rules === "windows") return quote === '"' && next === '"';
  return quote === undefined || '"\\$`\n'.includes(next);
}
