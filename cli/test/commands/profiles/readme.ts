import { readFileSync } from "node:fs";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");

/** The output below a command line of the README. */
export function shown(line: string): string {
  const [, output] = new RegExp(`^\\$ ${line}\\n([^]*?)\`\`\``, "m").exec(readme) ?? [];
  return alike(output ?? "");
}

/** The text without spans of time and the ends of keys, and without the blanks that they move. */
export function alike(text: string): string {
  return text
    .replace(/\d+ (?:d|h|min|s)(?: \d+ (?:h|min|s))?/g, "TIME")
    .replace(/LTAI…\w{4}/g, "KEY")
    .replace(/ {2,}/g, "  ");
}
