import { checkNames } from "../names.ts";
import type { StatePart } from "../world/state.ts";
import {
  FILTER_NAMES,
  type JournalEntry,
  type JournalFilter,
  type JournalRecord,
  printEntries,
} from "./entry.ts";

/** The requests of a world, in the order of their answers. */
export interface Journal {
  count(filter?: JournalFilter): number;
  entries(filter?: JournalFilter): readonly JournalEntry[];
  /** A table for people. */
  print(filter?: JournalFilter): string;
  /** Entries no longer held because the limit was reached. */
  dropped(): number;
}

/** Holds the last `limit` entries. Clients may put a secret anywhere, so every string goes through `redact`. */
export function createJournal(
  limit: number,
  redact: (text: string) => string,
): {
  journal: Journal;
  record(entry: JournalRecord): void;
  state: StatePart;
} {
  let held: JournalEntry[] = [];
  let seq = 0;

  const text = (value: string | undefined): string | undefined =>
    value === undefined ? value : redact(value);

  function entries(filter: JournalFilter = {}): readonly JournalEntry[] {
    held = held.slice(-limit).map(finished);
    if (typeof filter === "function") return held.filter(filter);
    checkNames("a journal entry to filter by", filter, FILTER_NAMES);
    const wanted = Object.entries(filter);
    return held.filter((entry) =>
      wanted.every(([name, value]) => entry[name as keyof JournalEntry] === value),
    );
  }

  return {
    journal: {
      count: (filter) => entries(filter).length,
      entries,
      print: (filter) => printEntries(entries(filter)),
      dropped: () => Math.max(0, seq - limit),
    },
    record(entry) {
      seq += 1;
      held.push({
        seq,
        at: entry.at,
        service: entry.service,
        operation: text(entry.operation),
        method: redact(entry.method),
        host: redact(entry.host),
        path: redact(entry.path),
        clientKey: text(entry.clientKey),
        accessKeyId: text(entry.accessKeyId),
        credentialKind: entry.credentialKind,
        identity: text(entry.identity),
        decision: entry.decision,
        status: entry.status,
        code: text(entry.code),
        reason: text(entry.reason),
        requestId: entry.requestId,
        skewMs: entry.skewMs,
        nonceReplay: entry.nonceReplay,
        faults: entry.faults,
      } as JournalEntry);
      if (held.length >= limit * 2) held = held.slice(-limit);
    },
    state: {
      snapshot: () => ({ held: held.slice(-limit), seq }),
      restore(saved) {
        const state = saved as { held: JournalEntry[]; seq: number };
        held = [...state.held];
        seq = state.seq;
      },
    },
  };
}

/**
 * An entry as read: frozen, and without what does not apply. Built only when read, because requests outnumber readers.
 */
function finished(entry: JournalEntry): JournalEntry {
  if (Object.isFrozen(entry)) return entry;
  const fields = Object.entries(entry).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(fields) as unknown as JournalEntry);
}
