import * as fc from "fast-check";
import { CANARY_SECRET, CANARY_TOKEN } from "./canaries.ts";

/** Values of JSON that no service sends, or only one that is broken or means harm. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, "", " ", 0, -1, -0, 1e308, 1e21, 0.5, true, false, [], {}, [[]], [null]),
  fc.constantFrom<unknown>("null", "0", "\u0000", "\u001b[2J", "\u202e", "\ud800", "x".repeat(40_000)),
  fc.constantFrom<unknown>(
    { length: 3 },
    { toString: 1 },
    { ["__proto__"]: { polluted: 1 } },
    JSON.parse('{"then":1}'),
  ),
  fc.constantFrom<unknown>(CANARY_SECRET, CANARY_TOKEN, [CANARY_SECRET], { [CANARY_SECRET]: CANARY_TOKEN }),
  fc.constantFrom<unknown>(
    "2026-01-07T09:00:00",
    "2026-13-45T99:99:99Z",
    "1767776400",
    1767776400,
    1e13,
    "-1",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(0).map(() => nested(150)),
);

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

/** Near misses of documents: one of these, after up to four changes of a field anywhere in it. */
export function nearDocuments(documents: readonly unknown[]): fc.Arbitrary<unknown> {
  const edit = fc.record({
    at: fc.nat(),
    how: fc.constantFrom("replace", "replace", "remove", "rename", "wrap", "other"),
    value: hostileValue,
  });
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(edit, { maxLength: 4 }))
    .map(([document, edits]) => {
      let edited = structuredClone(document);
      // A copy of each value: a document may not hold itself.
      for (const { at, how, value } of edits) edited = apply(edited, at, how, structuredClone(value));
      return edited;
    });
}

/** As `nearDocuments`, as text. */
export function nearJson(documents: readonly unknown[]): fc.Arbitrary<string> {
  return nearDocuments(documents).map((document) => JSON.stringify(document) ?? "");
}

type Place = readonly [owner: Record<string, unknown>, name: string];

function apply(document: unknown, at: number, how: string, value: unknown): unknown {
  const places = placesOf(document);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return value;
  const [owner, name] = place;
  if (how === "remove") delete owner[name];
  else if (how === "rename") owner[name.toUpperCase()] = owner[name];
  else if (how === "wrap") owner[name] = [owner[name]];
  else if (how === "other") owner[name] = places[(at * 7) % places.length]?.[1];
  else owner[name] = value;
  return document;
}

/** Each field of the document, however deep. */
function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((name) => [[owner, name] as const, ...placesOf(owner[name])]);
}
