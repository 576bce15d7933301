import fc from "fast-check";
import { expect, test } from "vitest";
import { casesOf } from "../../../../test/case-count.ts";
import { editJson } from "../src/edit-json.ts";

const SEED = 20260107;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function apply(
  content: Json,
  [key = "", ...rest]: readonly (string | number)[],
  value: Json | undefined,
): Json {
  const copy = (Array.isArray(content) ? [...content] : { ...(content as object) }) as Record<
    string | number,
    Json
  >;
  const inner = copy[key];
  if (rest.length > 0) copy[key] = apply(inner ?? (typeof rest[0] === "number" ? [] : {}), rest, value);
  else if (value !== undefined) copy[key] = value;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy as Json;
}

// JavaScript itself puts names that are whole numbers first. The JSON.parse of Node 26.10 takes `"` for a `\` that it saw as a
// name at the same place before, so no name ends in a backslash here.
const name = fc
  .oneof(fc.constantFrom("a", "b", "name", '"', "\\n", "}", "é\n", ""), fc.string())
  .filter((key) => key !== "__proto__" && !/^\d+$|\\$/.test(key));
const field = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string()),
);
const profile = fc.dictionary(name, field as fc.Arbitrary<Json>, { noNullPrototype: true });
const space = fc.constantFrom(undefined, 1, 2, 4, "\t");

test("any edit of any file gives what the same edit of its content gives, in the same order", () => {
  fc.assert(
    fc.property(
      fc.array(profile, { minLength: 1, maxLength: 4 }),
      space,
      fc.nat(3),
      fc.array(fc.tuple(name, fc.option(field as fc.Arbitrary<Json>, { nil: undefined })), { maxLength: 4 }),
      fc.boolean(),
      (profiles, indent, at, changes, windows) => {
        const content: Json = { current: "x", profiles, meta_path: "" };
        const plain = `${JSON.stringify(content, null, indent)}\n`;
        const text = windows ? plain.replaceAll("\n", "\r\n") : plain;
        const index = at % profiles.length;
        const edits = changes.map(([key, value]) => ({ path: ["profiles", index, key], value }));
        const expected = edits.reduce<Json>((all, { path, value }) => apply(all, path, value), content);
        const result = editJson(text, edits);
        expect(JSON.stringify(JSON.parse(result))).toBe(JSON.stringify(expected));
        // In the style of the file, so that formatting it again changes nothing.
        const printed = `${JSON.stringify(expected, null, indent)}\n`;
        if (!changes.some(([, value]) => value === undefined) && indent !== undefined && !emptied(content))
          expect(result).toBe(windows ? printed.replaceAll("\n", "\r\n") : printed);
      },
    ),
    { seed: SEED, numRuns: casesOf(2_000) },
  );
});

test("names that end in a backslash, which the property leaves out, are found and kept", () => {
  const text = String.raw`{"\\":1,"\"":2,"a\\":3}`;
  const edited = editJson(text, [
    { path: ["\\"], value: 4 },
    { path: ["a\\"], value: undefined },
  ]);
  expect(edited).toBe(String.raw`{"\\":4,"\"":2}`);
});

// An object without members shows no style of its own.
function emptied(content: Json): boolean {
  return JSON.stringify(content).includes("{}");
}

test("a text that is not JSON is replaced as a whole, and otherwise refused", () => {
  for (const text of ["no JSON", '{"a": 1', "\uFEFF{"]) {
    expect(JSON.parse(editJson(text, [{ path: [], value: { b: [2] } }]).replace(/^\uFEFF/, ""))).toEqual({
      b: [2],
    });
    expect(() => editJson(text, [{ path: ["b"], value: 1 }])).toThrow(SyntaxError);
    expect(() => editJson(text, [])).toThrow(SyntaxError);
  }
});

test("missing objects and lists on the way are made", () => {
  const text = '{\n  "a": {}\n}\n';
  const edits = [{ path: ["a", "list", 0, "name"], value: "x" }];
  expect(editJson(text, edits)).toBe(
    '{\n  "a": {\n    "list": [\n      {\n        "name": "x"\n      }\n    ]\n  }\n}\n',
  );
  expect(editJson("{}", edits)).toBe('{"a": {"list":[{"name":"x"}]}}');
});

test("of several fields with one name the last counts", () => {
  expect(editJson('{"a":1,"a":2}', [{ path: ["a"], value: 3 }])).toBe('{"a":1,"a":3}');
});

test.each([
  ['{"a":1,"b":2,"a":3}', '{"b":2}'],
  ['{"a":1,"a":2,"a":3}', "{}"],
  ['{"b":2,"a":1,"a":3}', '{"b":2}'],
])("of several fields with one name none is left after a removal: %s", (text, expected) => {
  expect(editJson(text, [{ path: ["a"], value: undefined }])).toBe(expected);
});

test.each([["canary"], ["{"], ["[1,]"], ['{"a":1}}']])("%j is no JSON and is not edited", (text) => {
  expect(() => editJson(text, [{ path: ["a"], value: 1 }])).toThrowError(SyntaxError);
});

test("many edits at once give what the same edits give one by one, to the byte", () => {
  const edit = fc.record({
    index: fc.nat(5),
    key: fc.option(name, { nil: undefined }),
    value: fc.option(field as fc.Arbitrary<Json>, { nil: undefined }),
  });
  fc.assert(
    fc.property(
      fc.array(profile, { maxLength: 4 }),
      space,
      fc.array(edit, { maxLength: 12 }),
      fc.boolean(),
      (profiles, indent, changes, isAppending) => {
        const text = JSON.stringify({ current: "x", profiles, meta_path: "" }, null, indent);
        let length = profiles.length;
        const edits = changes.flatMap(({ index, key, value }) => {
          // A part of a profile that exists, or a new profile at the end, as the commands make them.
          if (key !== undefined && !isAppending)
            return index < profiles.length ? [{ path: ["profiles", index, key], value }] : [];
          return value === undefined ? [] : [{ path: ["profiles", length++], value }];
        });
        const oneByOne = edits.reduce((all, each) => editJson(all, [each]), text);
        expect(editJson(text, edits)).toBe(oneByOne);
      },
    ),
    { seed: SEED, numRuns: casesOf(2_000) },
  );
});

test("thousands of edits of a large file take no time to speak of", () => {
  const profiles = Array.from({ length: 1_000 }, (_, index) => ({
    name: `p${index}`,
    token: "t".repeat(400),
  }));
  const text = JSON.stringify({ profiles }, null, "\t");
  const edits = profiles.flatMap((_, index) =>
    ["token", "expire", "other"].map((key) => ({ path: ["profiles", index, key], value: index })),
  );
  const added = profiles.map((value, index) => ({ path: ["profiles", profiles.length + index], value }));
  const startedAtMs = performance.now();
  const result: { profiles: unknown[] } = JSON.parse(editJson(text, [...edits, ...added]));
  // One by one they took minutes.
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  expect(result.profiles).toHaveLength(2_000);
  expect(result.profiles[999]).toEqual({ name: "p999", token: 999, expire: 999, other: 999 });
});

test.each([
  ["null", "null"],
  ["a number", "7"],
  ["a text", '"[x"'],
  ["an object where the path has an index", '{"a":1}'],
])("a change within %s is refused, and the text is not broken", (_what, profile) => {
  const path = profile.startsWith("{") ? ["profiles", 0, 0] : ["profiles", 0, "name"];
  expect(() => editJson(`{"profiles":[${profile}]}`, [{ path, value: "p" }])).toThrow(
    new TypeError(`no place for ${path.join(".")}`),
  );
});

test("a text of many megabytes is passed over like any other", () => {
  const text = JSON.stringify({ note: "x".repeat(20_000_000), current: "a" });
  expect(editJson(text, [{ path: ["current"], value: "b" }]).slice(-14)).toBe('"current":"b"}');
});
