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
  /** Id of the access key, or what else names the client to the service. */
  readonly clientKey?: string;
  readonly accessKeyId?: string;
  readonly credentialKind?: "access-key" | "temporary" | "session-access-key" | "token" | "none";
  /** ARN of the caller, once known. */
  readonly identity?: string;
  /** `failed`: by a fault, before the service decided. `unmatched`: nothing answers at this address. */
  readonly decision: Decision;
  readonly status?: number;
  /** Error code of the service. */
  readonly code?: string;
  /** Why it was decided so. */
  readonly reason?: string;
  readonly requestId?: string;
  /** The client's timestamp minus the server's clock. */
  readonly skewMs?: number;
  readonly nonceReplay?: boolean;
  /** Faults that struck this request. */
  readonly faults?: readonly string[];
}

/** Fields that must be equal, or a function. */
export type JournalFilter = Partial<Omit<JournalEntry, "faults">> | ((entry: JournalEntry) => boolean);

/** The requests of a world, in order of arrival of their answers. */
export interface Journal {
  count(filter?: JournalFilter): number;
  entries(filter?: JournalFilter): readonly JournalEntry[];
  /** A table for people. */
  print(filter?: JournalFilter): string;
  /** Entries no longer held because the limit was reached. */
  dropped(): number;
}

/** Holds the last `limit` entries. */
export function createJournal(limit: number): {
  journal: Journal;
  record(entry: Omit<JournalEntry, "seq">): void;
  state: StatePart;
} {
  let held: JournalEntry[] = [];
  let seq = 0;

  function entries(filter: JournalFilter = {}): readonly JournalEntry[] {
    const all = held.slice(-limit);
    if (typeof filter === "function") return all.filter(filter);
    const wanted = Object.entries(filter);
    return all.filter((entry) =>
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
      held.push(Object.freeze({ seq, ...entry }));
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
