import { checkNames } from "../names.ts";
import type { StatePart } from "../world/state.ts";
import { printEntries } from "./print.ts";

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

const filterNames: readonly string[] = Object.keys({
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

/** The requests of a world, in the order of their answers. */
export interface Journal {
  count(filter?: JournalFilter): number;
  entries(filter?: JournalFilter): readonly JournalEntry[];
  /** A table for people. */
  print(filter?: JournalFilter): string;
  /** Entries no longer held because the limit was reached. */
  dropped(): number;
}

/** What is recorded of a request; `undefined` stands for what does not apply. */
export type JournalRecord = {
  readonly [K in keyof Omit<JournalEntry, "seq">]: JournalEntry[K] | undefined;
} & {
  readonly [K in "at" | "service" | "method" | "host" | "path" | "decision"]: JournalEntry[K];
};

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
    checkNames("a journal entry to filter by", filter, filterNames);
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
