import { describe, expect, test, vi } from "vitest";
import { editJson } from "../src/edit-json.ts";

/** The text after setting one value. */
function set(text: string, path: readonly (string | number)[], value: unknown): string {
  return editJson(text, [{ path, value }]);
}

describe("a text without content", () => {
  test.each(["", "  \n", "\uFEFF"])("%j reads as an object, printed as the aliyun CLI prints it", (text) => {
    const mark = text === "\uFEFF" ? text : "";
    expect(set(text, ["profiles", 0, "name"], "a")).toBe(
      `${mark}{\n\t"profiles": [\n\t\t{\n\t\t\t"name": "a"\n\t\t}\n\t]\n}\n`,
    );
  });

  test.each(["", " \n", "\uFEFF"])("%j stays as it is where nothing is set", (text) => {
    expect(set(text, ["a"], undefined)).toBe(text);
  });
});

test("a text that is JSON keeps its own indentation when it is replaced as a whole", () => {
  expect(set('{\r\n  "a": 1\r\n}\r\n', [], { b: { c: 1 } })).toBe(
    '{\r\n  "b": {\r\n    "c": 1\r\n  }\r\n}\r\n',
  );
});

test("a byte order mark within a name is a part of the name", () => {
  expect(set('{"a\uFEFF":1}', ["a\uFEFF"], 2)).toBe('{"a\uFEFF":2}');
});

describe("a new field", () => {
  test.each([
    ["on the one line, with the spaces of the others", '{ "a": 1 }', '{ "a": 1, "b": 2 }'],
    ["with the colon of the first one", '{"a"  :   1}', '{"a"  :   1,"b"  :   2}'],
    ["whatever colons are in the name of the first one", '{"x: y":1}', '{"x: y":1,"b":2}'],
    ["on a line of its own", '{\n "a": 1\n}', '{\n "a": 1,\n "b": 2\n}'],
  ])("is written %s", (_how, text, expected) => {
    expect(set(text, ["b"], 2)).toBe(expected);
  });

  test("below an empty line is indented as the others", () => {
    expect(set('{\n\n  "a": 1\n}', ["b"], { c: 1 })).toBe('{\n\n  "a": 1,\n\n  "b": {\n    "c": 1\n  }\n}');
  });

  test("with lines of its own in a value is indented from the line that it begins on", () => {
    expect(set('{\n  "a": { "b": 1 }\n}', ["a", "b"], [1])).toBe('{\n  "a": { "b": [\n    1\n  ] }\n}');
  });
});

describe("an element of a list", () => {
  test("is removed, and the others stay", () => {
    expect(set('{"a":[1,2,3]}', ["a", 0], undefined)).toBe('{"a":[2,3]}');
    expect(set('{"a":[1,2,3]}', ["a", 1], undefined)).toBe('{"a":[1,3]}');
    expect(set('{"a":[1]}', ["a", 0], undefined)).toBe('{"a":[]}');
  });

  test("that is missing is no reason to change anything, however often it is removed", () => {
    const text = '{"a":[1]}';
    const edits = [5, 6].map((index) => ({ path: ["a", index], value: undefined }));
    expect(editJson(text, edits)).toBe(text);
  });

  test("cannot be within an object, be it one edit or two", () => {
    const edits = ["x", "y"].map((key) => ({ path: ["a", 0, key], value: 1 }));
    for (const some of [edits.slice(0, 1), edits])
      expect(() => editJson('{"a":{"b":{}}}', some)).toThrow(new TypeError("no place for a.0"));
  });

  test("of the last of two lists with one name is meant", () => {
    const edits = ["x", "y"].map((key) => ({ path: ["a", 0, key], value: 1 }));
    expect(editJson('{"a":[{}],"b":[{}],"a":[{}]}', edits)).toBe('{"a":[{}],"b":[{}],"a":[{"x": 1,"y": 1}]}');
  });
});

/** The parts of the text that an edit reads, by how often it looks for the end of one. */
function readings(work: () => unknown): number {
  const spy = vi.spyOn(RegExp.prototype, "test");
  try {
    work();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

describe("many edits of one list read it a few times, and not once for each", () => {
  const profiles = Array.from({ length: 60 }, (_, index) => ({ name: `p${index}`, token: "t", mode: "AK" }));
  const text = JSON.stringify({ current: "p1", profiles }, null, "\t");
  const within = profiles.flatMap((_, index) =>
    ["token", "new"].map((key) => ({ path: ["profiles", index, key], value: index })),
  );
  const added = profiles.map((value, index) => ({ path: ["profiles", profiles.length + index], value }));
  const once = readings(() => editJson(text, within.slice(0, 1)));

  test.each([
    ["changes within its elements", within],
    ["new elements", added],
    ["both", [...within, ...added]],
  ])("%s", (_what, edits) => {
    expect(readings(() => editJson(text, edits))).toBeLessThan(6 * once + 40 * edits.length);
    expect(editJson(text, edits)).toBe(edits.reduce((all, edit) => editJson(all, [edit]), text));
  });

  test("edits of two lists do so too, one after the other", () => {
    const two = JSON.stringify({ current: "p1", profiles, others: profiles }, null, "\t");
    const edits = [
      ...within,
      ...within.map(({ path, value }) => ({ path: ["others", ...path.slice(1)], value })),
    ];
    expect(readings(() => editJson(two, edits))).toBeLessThan(12 * 2 * once + 40 * edits.length);
    expect(editJson(two, edits)).toBe(edits.reduce((all, edit) => editJson(all, [edit]), two));
  });
});
