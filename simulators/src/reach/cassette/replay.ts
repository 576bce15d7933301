import { nearest } from "../../cloud/names.ts";
import type { Cassette, RecordedBody, RecordedExchange } from "./cassette.ts";
import { hasBody } from "./record.ts";
import { readTaped } from "./request.ts";
import { refusal, type Tape } from "./tape.ts";

/** Options of {@link createReplay}. */
export interface ReplayOptions {
  /** The time, in epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /**
   * Moves the instants in replies by the time that has passed since they were recorded, so that credentials last as long as
   * they did then. Default true.
   */
  readonly movesTime?: boolean | undefined;
}

/** Answers from a cassette. */
export interface Replay extends Tape {
  /** Begins again with the first reply. */
  rewind(): void;
  /** How many replies were not asked for yet. */
  left(): number;
}

/** The parts that tell requests apart, as a text for people. */
type Key = string;

/** Secrets, what stands for them, and numbers of accounts: they differ between a recording and its replay. */
const VARYING =
  /(?:STS\.|TMP\.|LTAI)[0-9A-Za-z]+|REDACTED_\w+|(?<![0-9A-Za-z.])[1-9](?:\d{15}|\d{17})(?![0-9A-Za-z])/g;
const ISO_INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const HTTP_DATES = ["date", "expires", "last-modified"];

/**
 * Answers requests from a cassette: in the order of the recording for each method, host, path and action. Signatures and
 * credentials are not checked.
 */
export function createReplay(cassette: Cassette, options: ReplayOptions = {}): Replay {
  const { now = Date.now, movesTime = true } = options;
  const recorded = new Map<Key, RecordedExchange[]>();
  for (const exchange of cassette.exchanges) {
    const { method, url, action } = exchange.request;
    const key = keyOf(method, new URL(url), action);
    recorded.set(key, [...(recorded.get(key) ?? []), exchange]);
  }
  const used = new Map<Key, number>();
  const hosts = [...new Set(cassette.exchanges.map(({ request }) => new URL(request.url).hostname))];

  function find(key: Key): RecordedExchange | string {
    const all = recorded.get(key);
    if (all === undefined) {
      const known = [...recorded.keys()];
      const near = nearest(key, known) ?? known.find((one) => one.split(" ")[1] === key.split(" ")[1]);
      return `the cassette has no reply to ${key}${near ? `; near: ${near}` : ""}. Record it too`;
    }
    const at = used.get(key) ?? 0;
    const exchange = all[at];
    if (exchange === undefined)
      return `the cassette has ${all.length} ${all.length === 1 ? "reply" : "replies"} to ${key}, all given out. Record more, or rewind it`;
    used.set(key, at + 1);
    return exchange;
  }

  return {
    hosts,
    async receive(request) {
      const { method, url, action: operation } = await readTaped(request);
      const found = find(keyOf(method, url, operation));
      if (typeof found === "string")
        return { reply: refusal(found), finding: { operation, decision: "unmatched", reason: found } };
      const { status } = found.reply;
      return {
        reply: replyOf(found, movesTime ? now() - Date.parse(found.at) : 0),
        finding: { operation, decision: status < 400 ? "allowed" : "denied", reason: "replayed" },
      };
    },
    rewind: () => used.clear(),
    left: () => cassette.exchanges.length - [...used.values()].reduce((sum, count) => sum + count, 0),
  };
}

function keyOf(method: string, { host, pathname }: URL, action: string | undefined): Key {
  const address = `${host}${pathname}`.replaceAll(VARYING, "*");
  return action === undefined ? `${method} ${address}` : `${method} ${address} ${action}`;
}

function replyOf({ reply }: RecordedExchange, laterMs: number): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(reply.headers))
    for (const one of typeof value === "string" ? [value] : value)
      headers.append(name, HTTP_DATES.includes(name) ? movedDate(one, laterMs) : one);
  const { status } = reply;
  return new Response(hasBody(status) ? bodyOf(reply.body ?? "", laterMs) : null, { status, headers });
}

function bodyOf(body: RecordedBody, laterMs: number): BodyInit {
  if (typeof body !== "string") return new Uint8Array(body.bytes);
  // Whole seconds, because instants without a fraction are common.
  const later = Math.round(laterMs / 1000) * 1000;
  return body.replaceAll(ISO_INSTANT, (instant, fraction: string = "") => {
    const moved = new Date(Date.parse(instant) + later).toISOString();
    return `${moved.slice(0, 19)}${fraction}Z`;
  });
}

function movedDate(date: string, laterMs: number): string {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : new Date(ms + laterMs).toUTCString();
}
