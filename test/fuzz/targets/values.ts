// Single values that others write: times, spans, tokens, and files of kept sessions.
import { createContext, readInstant, retryAfterMs } from "@alicred/core";
import { readTimeField } from "@alicred/plugin-kit";
import { openStored } from "@alicred/shared-cache";
import { fileStore } from "@alicred/store-file";
import * as fc from "fast-check";
import { durationMs } from "../../../simulators/src/cloud/clock/duration.ts";
import { CANARY_SECRET } from "../support/canaries.ts";
import { nearJson } from "../support/hostile.ts";
import { fuzzHost } from "../support/resolve.ts";
import type { FuzzTarget } from "../target.ts";

const LATEST_MS = 1e13;

const part = fc.oneof(
  fc.constantFrom(
    "2026-01-07",
    "T08:00:00",
    "Z",
    "+08:00",
    "-0000",
    ".123",
    " ",
    "90s",
    "1d",
    "6h",
    "5ms",
    "1767776400",
  ),
  fc.constantFrom(
    "Wed, 07 Jan 2026 08:00:00 GMT",
    "24:00:00",
    "-",
    "1e3",
    "0x10",
    "９",
    "31T",
    "00",
    ".",
    "9".repeat(300),
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);

export const times: FuzzTarget = {
  name: "times",
  grammar: fc.array(part, { maxLength: 5 }).map((parts) => parts.join("")),
  words: ["T", "Z", ":", "+", "GMT", "ms", "1767776400000"],
  async feed(input) {
    const context = createContext({ host: fuzzHost(), signal: new AbortController().signal });
    const headers = { get: () => input };
    const spans = [retryAfterMs(context, { headers }), spanOf(input)];
    const instants = [readInstant(input), readTimeField(input)?.ms, readTimeField(Number(input))?.ms];
    if (instants.some((ms) => ms !== undefined && !(ms >= 0 && ms < LATEST_MS)))
      throw new Error("a time out of range");
    if (spans.some((ms) => ms !== undefined && !(ms >= 0 && Number.isFinite(ms))))
      throw new Error("a span out of range");
    return [];
  },
};

function spanOf(text: string): number | undefined {
  try {
    return durationMs(text);
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

/** A file of a kept session: what somebody else wrote there is never used, and never a crash. */
export const keptSession: FuzzTarget = {
  name: "kept-session",
  grammar: nearJson([
    { value: { text: `alicred1.00000000.${"A".repeat(80)}`, endsAtMs: LATEST_MS, spanMs: LATEST_MS } },
    { value: { text: `alicred1.plain.${btoa(CANARY_SECRET)}`, endsAtMs: LATEST_MS, spanMs: LATEST_MS } },
    { lease: { text: "0", endsAtMs: LATEST_MS, spanMs: LATEST_MS } },
  ]),
  words: ["value", "text", "endsAtMs", "spanMs", "lease", "alicred1.", "plain", "="],
  async feed(input) {
    const host = { ...fuzzHost(), files: { readText: async () => input } };
    const call = { host, signal: new AbortController().signal };
    const stored = await fileStore({ folder: "/kept" }).read("name", call);
    const key = new Uint8Array(32).fill(7);
    const session = stored && (await openStored(host, "name", stored.value, key));
    if (session !== undefined) throw new Error("a file that this key did not close was opened");
    return [];
  },
};
