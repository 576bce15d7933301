import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, set, store } from "./support.ts";

const CLI_FILE = `{
\t"current": "a",
\t"profiles": [
\t\t{
\t\t\t"name": "a",
\t\t\t"mode": "OAuth",
\t\t\t"big": 12345678901234567890,
\t\t\t"escaped": "\\u003ckept\\u003e",
\t\t\t"oauth_access_token": "old"
\t\t},
\t\t{ "name": "b",   "odd":[1,  2 ] }
\t],
\t"meta_path": ""
}
`;

async function edited(text: string, ...edits: readonly (readonly [string, unknown])[]): Promise<string> {
  const path = join(folder(), "config.json");
  writeFileSync(path, text);
  await store().update(path, set(...edits));
  return readFileSync(path, "utf8");
}

test("a value changes in place, and not a byte besides", async () => {
  expect(await edited(CLI_FILE, ["profiles.0.oauth_access_token", "new"])).toBe(
    CLI_FILE.replace('"old"', '"new"'),
  );
});

test("a new field goes to the end of its profile, indented as the others", async () => {
  const added = await edited(CLI_FILE, ["profiles.0.sts_expiration", 1767776400]);
  expect(added).toBe(CLI_FILE.replace('"old"\n', '"old",\n\t\t\t"sts_expiration": 1767776400\n'));
});

test("undefined removes a field", async () => {
  const text = await edited(CLI_FILE, ["profiles.0.oauth_access_token", undefined]);
  expect(JSON.parse(text).profiles[0]).not.toHaveProperty("oauth_access_token");
  expect(text).toContain('"escaped": "\\u003ckept\\u003e"');
});

test.each([
  [
    "four spaces",
    '{\n    "a": [\n        {\n            "b": 1|\n        }\n    ]\n}',
    ',\n            "c": 2',
  ],
  [
    "Windows line ends",
    '{\r\n  "a": [\r\n    {\r\n      "b": 1|\r\n    }\r\n  ]\r\n}\r\n',
    ',\r\n      "c": 2',
  ],
  ["a byte order mark", '\uFEFF{\n  "a": [\n    {\n      "b": 1|\n    }\n  ]\n}\n', ',\n      "c": 2'],
  ["one line", '{"a":[{"b":1|}]}', ',"c":2'],
])("keeps the style of a file with %s", async (_name, text, added) => {
  expect(await edited(text.replace("|", ""), ["a.0.c", 2])).toBe(text.replace("|", added));
});

test("no edits, or edits that change nothing, leave the file untouched", async () => {
  const path = join(folder(), "config.json");
  writeFileSync(path, CLI_FILE, { mode: 0o644 });
  const before = readFileSync(path, "utf8");
  await store().update(path, set());
  await store().update(path, set(["current", "a"]));
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("a file that is missing is made, its folder too", async () => {
  const path = join(folder(), "home", ".aliyun", "config.json");
  const texts: string[] = [];
  await store().update(path, async (text) => {
    texts.push(text);
    return [{ path: ["current"], value: "a" }];
  });
  expect(texts).toEqual([""]);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ current: "a" });
});
