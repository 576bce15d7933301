import { createTestHost } from "@alicred/conformance";
import { createContext } from "@alicred/core";
import { describe, expect, test } from "vitest";
import {
  encodingNote,
  parseJson,
  readTextFile,
  readToken,
  readTokenVariable,
  type TokenFrom,
  tokenFrom,
} from "../src/mod.ts";

const host = createTestHost({
  files: { "/home/me/token": "a token", "/etc/token": "another" },
  env: { TOKEN_FILE: "~/token" },
  homeDirectory: "/home/me",
});

test.each([
  ["~/token", "a token"],
  ["/etc/token", "another"],
])("reads %s", async (path, text) => {
  expect(await readTextFile(host, path, "field f")).toBe(text);
});

test("a variable's file is one in the home folder too", async () => {
  expect(readTokenVariable(host, "TOKEN")).toMatchObject({ value: { file: "~/token" } });
});

test.each([
  ["a file that is missing", host, "~/gone", "field f names a file that does not exist."],
  [
    "a home folder that is missing",
    { ...host, homeDirectory: undefined },
    "~/token",
    "field f names a file in the home folder, and this runtime has none.",
  ],
  [
    "a runtime without files",
    { ...host, files: undefined },
    "~/token",
    "field f names a file and this runtime has no file system.",
  ],
])("says so of %s", async (_what, given, path, message) => {
  await expect(readTextFile(given, path, "field f")).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message,
  });
});

describe("encodings", () => {
  test("a byte order mark before JSON does not count", () => {
    expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  test("a text with replaced bytes is noted", () => {
    expect(encodingNote("caf\uFFFD")).toContain("not UTF-8");
    expect(encodingNote("café")).toBe("");
  });
});

test("a token may name its file beside a variable that is undefined, and the other way round", async () => {
  const context = createContext({ host, signal: new AbortController().signal });
  const ofFile = { file: "/etc/token", variable: undefined } as unknown as TokenFrom;
  const ofVariable = { file: undefined, variable: "TOKEN_FILE" } as unknown as TokenFrom;
  for (const token of [ofFile, ofVariable]) expect(tokenFrom.accepts(token)).toBe(true);
  expect(await readToken(context, ofFile, "argument token")).toBe("another");
  expect(await readToken(context, ofVariable, "argument token")).toBe("~/token");
});
