/** Lines of a plain table: the first row is the head; numeric columns are set to the right. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const numeric = head.map((_, column) => body.every((row) => /^[\d.,]*( \w+)?$/.test(row[column] ?? "")));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...body.map(line)];
}

/** A frame that cannot be overlooked. */
export function box(lines: readonly string[]): readonly string[] {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = `+${"=".repeat(width + 2)}+`;
  return [edge, ...lines.map((line) => `| ${line.padEnd(width)} |`), edge];
}
