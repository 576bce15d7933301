/** A table in Markdown. A `|` within a cell is escaped. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`.replaceAll(
      "|  |",
      "| |",
    );
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** In code style. */
export const inCode = (text: string): string => `\`${text}\``;

/** Several in code style, with commas. */
export const codeList = (texts: readonly string[]): string => texts.map(inCode).join(", ");
