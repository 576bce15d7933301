import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import type { JournalEntry } from "../../cloud/journal/entry.ts";
import { checkNames } from "../../cloud/names.ts";
import { answer, type ControlContext, orInvalid } from "./context.ts";

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
const CURSOR_FORM = /^(?:0|\d+-[0-9a-f]{12})$/;

/** `GET /journal?since=CURSOR&limit=N`: oldest first, at most 1000, those no longer held left out. */
export function journalRoutes(context: ControlContext): Hono {
  return new Hono().get("/", async (c) => {
    const { since, limit } = await orInvalid(() => readQuery(c.req.queries()));
    return answer(c, context, journalPage(context.cloud(), since, limit));
  });
}

/** @throws `TypeError` for a parameter that is not known, and for a value that it cannot have. */
function readQuery(queries: Readonly<Record<string, readonly string[]>>): {
  readonly since: string | undefined;
  readonly limit: number | undefined;
} {
  checkNames("the query of the journal", queries, ["since", "limit"]);
  const { since: [since] = [], limit: [limit] = [] } = queries;
  if (since !== undefined && !CURSOR_FORM.test(since))
    throw new TypeError("since must be 0 or a cursor of the journal");
  if (limit !== undefined && !(/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= MAX_ENTRIES))
    throw new TypeError(`limit must be a whole number from 1 to ${MAX_ENTRIES}`);
  return { since, limit: limit === undefined ? undefined : Number(limit) };
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
