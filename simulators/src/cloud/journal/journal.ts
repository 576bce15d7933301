import { checkNames, checkValue } from "../names.ts";
import type { StatePart } from "../world/state.ts";
import {
  FILTER_NAMES,
  type JournalEntry,
  type JournalFilter,
  type JournalRecord,
  printEntries,
  withoutTokens,
} from "./entry.ts";

const CREDENTIAL_KINDS: readonly NonNullable<JournalEntry["credentialKind"]>[] = [
  "access-key",
  "temporary",
  "session-access-key",
  "token",
  "none",
];
/** Those of HTTP, and what stands for a handshake. */
const METHODS: readonly string[] = [
  ...["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT"],
  "TLS",
];
const SHORTEST_TOKEN = 20;
const TOKEN_FORM = /^(?:[\w.~+=-]|%(?:2B|2F|3D))+$/i;
const HIDDEN = "<not shown>";
/** Control characters, line and paragraph separators, marks that reorder a line, and other invisible characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The requests of a world, in the order of their answers. */
export interface Journal {
  /** @throws `RangeError` once entries were dropped: a count without them would be too small. */
  count(filter?: JournalFilter): number;
  entries(filter?: JournalFilter): readonly JournalEntry[];
  /** A table for people. */
  print(filter?: JournalFilter): string;
  /** Entries no longer held because the limit was reached. */
  dropped(): number;
  /** Forgets all entries; the next one has the number after the last. */
  clear(): void;
}

/** Holds the last `limit` entries. Clients may put a secret anywhere, so every string goes through `redact`. */
export function createJournal(
  limit: number,
  redact: (text: string) => string,
  services: readonly { readonly name: string; readonly operations: readonly string[] }[],
): {
  journal: Journal;
  record(entry: JournalRecord): void;
  state: StatePart;
} {
  let held: JournalEntry[] = [];
  let seq = 0;
  /** The last one that was cleared away. */
  let clearedSeq = 0;

  const dropped = (): number => Math.max(0, seq - clearedSeq - limit);

  const text = (value: string | undefined): string | undefined =>
    value === undefined ? value : redact(value);
  const worded = (value: string | undefined): string | undefined =>
    value === undefined ? value : withoutTokens(redact(value));

  function entries(filter: JournalFilter = {}): readonly JournalEntry[] {
    held = held.slice(-limit).map(finished);
    if (typeof filter === "function") return held.filter(filter);
    checkNames("a journal entry to filter by", filter, FILTER_NAMES);
    checkValues(filter, services, held);
    const wanted = Object.entries(filter);
    return held.filter((entry) =>
      wanted.every(([name, value]) => entry[name as keyof JournalEntry] === value),
    );
  }

  return {
    journal: {
      count(filter) {
        const { length } = entries(filter);
        if (dropped() === 0) return length;
        throw new RangeError(
          `the journal has dropped ${dropped()} entries and holds the last ${limit}, so it cannot count all: raise journalLimit, or clear the journal before what is to be counted`,
        );
      },
      entries,
      print: (filter) => printEntries(entries(filter)),
      dropped,
      clear() {
        held = [];
        clearedSeq = seq;
      },
    },
    record(entry) {
      seq += 1;
      held.push({
        seq,
        at: entry.at,
        service: entry.service,
        operation: worded(entry.operation),
        method: redact(entry.method),
        host: redact(entry.host),
        path: redact(entry.path),
        clientKey: worded(entry.clientKey),
        accessKeyId: text(entry.accessKeyId),
        credentialKind: entry.credentialKind,
        identity: text(entry.identity),
        decision: entry.decision,
        status: entry.status,
        code: text(entry.code),
        reason: worded(entry.reason),
        requestId: entry.requestId,
        skewMs: entry.skewMs,
        nonceReplay: entry.nonceReplay,
        faults: entry.faults,
      } as JournalEntry);
      if (held.length >= limit * 2) held = held.slice(-limit);
    },
    state: {
      snapshot: () => ({ held: held.slice(-limit), seq, clearedSeq }),
      restore(saved) {
        const state = saved as { held: JournalEntry[]; seq: number; clearedSeq: number };
        held = [...state.held];
        ({ seq, clearedSeq } = state);
      },
    },
  };
}

/**
 * Refuses what no entry could have, because a count of 0 would say that it did not happen.
 *
 * @throws `TypeError` for a value that is misspelt.
 */
function checkValues(
  { decision, service, operation, credentialKind, method }: Partial<JournalEntry>,
  services: readonly { readonly name: string; readonly operations: readonly string[] }[],
  held: readonly JournalEntry[],
): void {
  checkValue("decision", decision, ["allowed", "denied", "failed", "unmatched"]);
  checkValue("service", service, [...services.map(({ name }) => name), "none"]);
  checkValue("kind of credentials", credentialKind, CREDENTIAL_KINDS);
  // Clients may ask by methods, and for operations, that do not exist.
  if (!held.some((entry) => entry.method === method)) checkValue("method", method, METHODS);
  if (held.some((entry) => entry.operation === operation)) return;
  checkValue(
    "operation",
    operation,
    services.flatMap(({ operations }) => operations),
  );
}

/**
 * An entry as read: frozen, without what does not apply, and without what clients may have put into it to harm or to
 * betray. Built only when read, because requests outnumber readers.
 */
function finished(entry: JournalEntry): JournalEntry {
  if (Object.isFrozen(entry)) return entry;
  const fields = Object.entries(entry)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === "string" ? harmless(value, entry.path) : value]);
  return Object.freeze(Object.fromEntries(fields) as JournalEntry);
}

/** The text without control characters, and without tokens that were pasted into the path of the request. */
function harmless(text: string, path: string): string {
  const tokens = path.length < SHORTEST_TOKEN ? [] : path.split("/").filter(looksLikeToken);
  const shown = tokens.reduce(
    (left, token) => left.replaceAll(token, HIDDEN).replaceAll(decodeURIComponent(token), HIDDEN),
    text,
  );
  return shown.replace(INVISIBLE, (char) => ESCAPES[char] ?? char.split("").map(escapedUnit).join(""));
}

/** As JSON escapes a code unit. */
function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Long, and mixed as names are not: digits, small and capital letters. */
function looksLikeToken(part: string): boolean {
  return (
    part.length >= SHORTEST_TOKEN &&
    TOKEN_FORM.test(part) &&
    /\d/.test(part) &&
    /[a-z]/.test(part) &&
    /[A-Z]/.test(part)
  );
}
