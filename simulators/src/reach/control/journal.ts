import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import type { JournalEntry } from "../../cloud/journal/entry.ts";
import { answer, type ControlContext } from "./context.ts";

/** Entries after a cursor. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Give it as `since` to go on behind the last of these entries. */
  readonly cursor: string;
  /** The journal is no longer the one that the cursor came from, and these are its entries from the start. */
  readonly restarted: boolean;
  /** Entries no longer held. */
  readonly dropped: number;
}

const MAX_ENTRIES = 1000;
const START = "0";

/** `GET /journal?since=CURSOR&limit=N`: oldest first, at most 1000, those no longer held left out. */
export function journalRoutes(context: ControlContext): Hono {
  return new Hono().get("/", (c) => {
    const limit = Number(c.req.query("limit") ?? MAX_ENTRIES);
    return answer(c, context, journalPage(context.cloud(), c.req.query("since"), limit));
  });
}

/** @param limit - taken as 1000 when it is not from 1 to 1000. */
export function journalPage(
  { journal }: CloudBase,
  since: string = START,
  limit: number = MAX_ENTRIES,
): JournalPage {
  const seen = Number.parseInt(since, 10) || 0;
  const held = journal.entries();
  const last = held.find(({ seq }) => seq === seen);
  const known = last === undefined ? seen < (held[0]?.seq ?? 1) : cursorOf(last) === since;
  const after = known ? held.filter(({ seq }) => seq > seen) : held;
  const entries = after.slice(0, limit >= 1 && limit <= MAX_ENTRIES ? limit : MAX_ENTRIES);
  const end = entries.at(-1);
  return {
    entries,
    cursor: end === undefined ? (known ? since : START) : cursorOf(end),
    restarted: !known,
    dropped: journal.dropped(),
  };
}

/** A number, and what tells its entry from one with the same number after the world was turned back. */
function cursorOf(entry: JournalEntry): string {
  return `${entry.seq}-${bytesToHex(sha256(utf8ToBytes(JSON.stringify(entry)))).slice(0, 12)}`;
}
