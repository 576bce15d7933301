import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { filterOfTexts, type JournalEntry, type JournalFilter } from "../../cloud/journal/entry.ts";
import { answer, type ControlContext, orInvalid, refuse } from "./context.ts";

/** Entries after a cursor. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Pass it as `since` to continue after the last of these entries. */
  readonly cursor: string;
  /** The journal is no longer the one that the cursor came from, and these are its entries from the start. */
  readonly restarted: boolean;
  /** Entries no longer held. */
  readonly dropped: number;
}

const MAX_ENTRIES = 1000;
const START = "0";
const CURSOR_FORM = /^(?:0|\d+-[0-9a-f]{12})$/;

/** A part of the journal that a client asks for. */
interface Asked {
  readonly since: string | undefined;
  readonly limit: number | undefined;
  readonly filter: JournalFilter;
}

/**
 * `GET /journal?since=CURSOR&limit=N`: oldest first, at most 1000, those no longer held left out; `GET /journal/count`;
 * `DELETE /journal`. Other parameters are fields that entries must have, such as `operation=AssumeRole`.
 */
export function journalRoutes(context: ControlContext): Hono {
  return new Hono()
    .get("/", (c) =>
      orInvalid(() => answer(c, context, journalPage(context.cloud(), readQuery(c.req.queries())))),
    )
    .get("/count", async (c) => {
      try {
        const filter = await orInvalid(() => filterOfTexts(singly(c.req.queries())));
        return answer(c, context, { count: await orInvalid(() => context.cloud().journal.count(filter)) });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return refuse(c, 409, "entries_dropped", error.message);
      }
    })
    .delete("/", (c) => {
      context.cloud().journal.clear();
      return c.body(null, 204);
    });
}

/** @throws `TypeError` for a parameter that is not known, and for a value that it cannot have. */
export function readQuery(queries: Readonly<Record<string, readonly string[]>>): Asked {
  const { since, limit, ...fields } = singly(queries);
  if (since !== undefined && !CURSOR_FORM.test(since))
    throw new TypeError("since must be 0 or a cursor of the journal");
  if (limit !== undefined && !(/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= MAX_ENTRIES))
    throw new TypeError(`limit must be a whole number from 1 to ${MAX_ENTRIES}`);
  return { since, limit: limit === undefined ? undefined : Number(limit), filter: filterOfTexts(fields) };
}

/** @throws `TypeError` for a parameter that is given twice: one of its values would be ignored. */
function singly(queries: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, [value = "", ...others]]) => {
      if (others.length > 0) throw new TypeError(`${JSON.stringify(name)} is given more than once`);
      return [name, value];
    }),
  );
}

/**
 * @param asked - `limit` from 1 to 1000, which is also its default.
 * @throws `TypeError` for a filter by what no entry can have.
 */
export function journalPage({ journal }: CloudBase, asked: Partial<Asked> = {}): JournalPage {
  const { since = START, limit = MAX_ENTRIES, filter = {} } = asked;
  const seen = Number.parseInt(since, 10) || 0;
  const held = journal.entries();
  const last = held.find(({ seq }) => seq === seen);
  const known = last === undefined ? seen < (held[0]?.seq ?? 1) : cursorOf(last) === since;
  const wanted = journal.entries(filter);
  const after = known ? wanted.filter(({ seq }) => seq > seen) : wanted;
  const entries = after.slice(0, limit);
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
