import { checkNames } from "../names.ts";

/** How a request ended. */
export type Decision = "allowed" | "denied" | "failed" | "unmatched";

/** One request as the simulated cloud saw it. No secret in it. */
export interface JournalEntry {
  /** 1 for the first request of the world. */
  readonly seq: number;
  /** Instant on the virtual clock, without server offset, such as `2026-01-07T08:00:00.000Z`. */
  readonly at: string;
  readonly service: string;
  readonly operation?: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Id of the access key, or whatever else identifies the client to the service. */
  readonly clientKey?: string;
  readonly accessKeyId?: string;
  readonly credentialKind?: "access-key" | "temporary" | "session-access-key" | "token" | "none";
  /** ARN of the caller, once known. */
  readonly identity?: string;
  /**
   * `failed`: by a fault or a broken connection, before the service decided. `unmatched`: nothing answers at this
   * address.
   */
  readonly decision: Decision;
  readonly status?: number;
  /** Error code of the service. */
  readonly code?: string;
  /** Why it was decided that way. */
  readonly reason?: string;
  readonly requestId?: string;
  /** The client's timestamp minus the server's clock. */
  readonly skewMs?: number;
  readonly nonceReplay?: boolean;
  /** Faults that struck this request. */
  readonly faults?: readonly string[];
}

/** Fields that must be equal, or a function. Fields that an entry does not have are refused with a `TypeError`. */
export type JournalFilter = Partial<Omit<JournalEntry, "faults">> | ((entry: JournalEntry) => boolean);

/** Fields that a filter may name. */
export const FILTER_NAMES: readonly string[] = Object.keys({
  seq: true,
  at: true,
  service: true,
  operation: true,
  method: true,
  host: true,
  path: true,
  clientKey: true,
  accessKeyId: true,
  credentialKind: true,
  identity: true,
  decision: true,
  status: true,
  code: true,
  reason: true,
  requestId: true,
  skewMs: true,
  nonceReplay: true,
} satisfies Record<keyof Omit<JournalEntry, "faults">, true>);

/**
 * A filter from texts, such as the parameters of a query.
 *
 * @throws `TypeError` for a field that entries do not have, and for a text that is no value of its field.
 */
export function filterOfTexts(texts: Readonly<Record<string, string>>): JournalFilter {
  checkNames("a journal entry to filter by", texts, FILTER_NAMES);
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, valueOfText(name, text)]));
}

function valueOfText(name: string, text: string): string | number | boolean {
  if (name === "nonceReplay") {
    if (text !== "true" && text !== "false") throw new TypeError("nonceReplay must be true or false");
    return text === "true";
  }
  if (name !== "seq" && name !== "status" && name !== "skewMs") return text;
  if (!/^-?\d+$/.test(text)) throw new TypeError(`${name} must be a whole number`);
  return Number(text);
}

/** The record of a request; `undefined` stands for what does not apply. */
export type JournalRecord = {
  readonly [K in keyof Omit<JournalEntry, "seq">]: JournalEntry[K] | undefined;
} & {
  readonly [K in "at" | "service" | "method" | "host" | "path" | "decision"]: JournalEntry[K];
};

const columns: readonly (readonly [string, (entry: JournalEntry) => string])[] = [
  ["#", ({ seq }) => String(seq)],
  ["at", ({ at }) => at],
  ["service", ({ service }) => service],
  ["operation", ({ operation, method, path }) => operation ?? withoutTokens(`${method} ${path}`)],
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

/** Of a word that may be a key or a token. */
const SHORTEST_WORD = 30;
const LONG_WORDS = new RegExp(`\\w{${SHORTEST_WORD},}`, "g");

/**
 * A text without the words that may be keys or tokens. The secrets of this cloud are known; those of another, which a client sends by
 * mistake, only look like no word and no name.
 */
export function withoutTokens(text: string): string {
  if (text.length < SHORTEST_WORD) return text;
  return text.replace(LONG_WORDS, (word) =>
    /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) ? "…" : word,
  );
}
