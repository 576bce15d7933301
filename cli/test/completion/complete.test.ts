import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bashCandidate, parseBashLine } from "../../src/commands/completion/bash-line.ts";
import { completions } from "../../src/commands/completion/complete.ts";

// The offers of TAB, by the words before it.

const folder = mkdtempSync(join(tmpdir(), "alicred-complete-"));
mkdirSync(join(folder, "x"));
const file = join(folder, "config.json");
const NAMES = ["prod", "prod eu", "a:b", "\u001b[31mred", "", 7];
writeFileSync(file, JSON.stringify({ profiles: NAMES.map((name) => ({ name, mode: "AK" })) }));
afterAll(() => rmSync(folder, { recursive: true }));

const env = { ALIBABA_CLOUD_CONFIG_FILE: file };
const fish = (...words: readonly string[]): readonly string[] =>
  completions(["fish", ...words.slice(0, -1), `=${words.at(-1)}`], env).map(
    (line) => line.split("\t")[0] ?? "",
  );

describe("the words before decide", () => {
  test.each([
    [["reso"], ["resolve", "why", "exec", "profiles"]],
    [
      ["profiles", ""],
      ["list", "add", "doctor"],
    ],
    [
      ["profiles", "show", ""],
      ["prod", "prod eu", "a:b"],
    ],
    [
      ["resolve", "--format", ""],
      ["table", "env", "external"],
    ],
    [
      ["resolve", "--format=e"],
      ["--format=env", "--format=external"],
    ],
    [
      ["resolve", "--as", "sdk", "-p", ""],
      ["prod", "prod eu", "a:b"],
    ],
    [
      ["resolve", "--"],
      ["--format", "--profile", "--help"],
    ],
    [
      ["serve", "prod", ""],
      ["prod", "a:b"],
    ],
    [["help", ""], []],
  ])("%j: among others %j", (words, expected) => {
    expect(fish(...words)).toEqual(expect.arrayContaining([...expected]));
  });

  test.each([
    ["behind --", ["exec", "prod", "--", ""]],
    ["for a value of its own kind", ["resolve", "--min-ttl", ""]],
    ["for too many words", ["resolve", "prod", ""]],
    ["for an option that is not one", ["resolve", "--nope="]],
  ])("nothing %s", (_what, words) => {
    expect(fish(...words)).toEqual([]);
  });

  test("files and folders are the shell's", () => {
    expect(fish("why", "-c", "")).toEqual([":files"]);
    expect(fish("plugin", "new", "acme", "--to", "")).toEqual([":folders"]);
  });

  test("names that a terminal cannot show are left out, and --config-file counts", () => {
    expect(fish("resolve", "-p", "")).toEqual(["prod", "prod eu", "a:b"]);
    expect(fish("resolve", "-c", join(folder, "none.json"), "-p", "")).toEqual([]);
  });
});

test("commands are described in the person's language", () => {
  const [line] = completions(["fish", "=reso"], { ...env, LC_ALL: "zh_CN.UTF-8" }).filter((each) =>
    each.startsWith("resolve\t"),
  );
  expect(line).toMatch(/^resolve\t\p{Script=Han}/u);
});

describe("a line of bash", () => {
  test.each([
    ["alicred resolve -p pr", { before: ["alicred", "resolve", "-p"], current: "pr", quote: undefined }],
    ["alicred  'a b' ", { before: ["alicred", "a b"], current: "", quote: undefined }],
    ["alicred 'a b", { before: ["alicred"], current: "a b", quote: "'" }],
    ['alicred "a\\$b\\c', { before: ["alicred"], current: "a$b\\c", quote: '"' }],
    ["alicred a\\ b", { before: ["alicred"], current: "a b", quote: undefined }],
    ["alicred ''", { before: ["alicred"], current: "", quote: undefined }],
  ])("%s", (line, expected) => {
    expect(parseBashLine(line)).toEqual(expected);
  });

  test.each([
    ["prod eu", "pr", undefined, "prod\\ eu"],
    ["it's", "i", undefined, "it\\'s"],
    ["it's", "i", "'", "it'\\''s"],
    ["a$b", "a", '"', "a\\$b"],
    ["--format=env", "--format=e", undefined, "env"],
    ["a:b", "a:", undefined, "b"],
    ["生产", "生", undefined, "生产"],
  ] as const)("%s for %s in %s is %s", (candidate, current, quote, expected) => {
    expect(bashCandidate(candidate, { before: [], current, quote }, "\"'@><=;|&(:")).toBe(expected);
  });
});
