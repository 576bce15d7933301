import type { JournalEntry } from "./journal.ts";

const columns: readonly (readonly [string, (entry: JournalEntry) => string])[] = [
  ["#", ({ seq }) => String(seq)],
  ["at", ({ at }) => at],
  ["service", ({ service }) => service],
  ["operation", ({ operation, method, path }) => operation ?? `${method} ${path}`],
  ["client", ({ accessKeyId, clientKey }) => accessKeyId ?? clientKey ?? "-"],
  ["status", ({ status }) => String(status ?? "-")],
  ["decision", ({ decision }) => decision],
  ["why", (entry) => why(entry)],
];

/** Entries as an aligned table with a heading. */
export function printEntries(entries: readonly JournalEntry[]): string {
  const rows = [
    columns.map(([title]) => title),
    ...entries.map((entry) => columns.map(([, cell]) => cell(entry))),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function why(entry: JournalEntry): string {
  return [
    entry.code,
    entry.reason,
    entry.skewMs && Math.abs(entry.skewMs) >= 1000 ? `clock skew ${entry.skewMs / 1000} s` : undefined,
    entry.faults && `faults: ${entry.faults.join(", ")}`,
  ]
    .filter(Boolean)
    .join("; ");
}
