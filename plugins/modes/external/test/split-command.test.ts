import { describe, expect, test } from "vitest";
import { splitCommand } from "../src/mod.ts";

const problem = (text: string): object => ({ problem: expect.stringContaining(text) });

// [line, by the POSIX rules, by the Windows rules where they differ]
const TABLE: [string, unknown, unknown?][] = [
  ["a", ["a"]],
  ["  a \t b\n c  ", ["a", "b", "c"]],
  ["a\u00a0b", ["a", "b"]],
  ['a "b c" d', ["a", "b c", "d"]],
  ["a 'b c' d", ["a", "b c", "d"]],
  ["a\"b\"'c'd", ["abcd"]],
  ['a "" b', ["a", "", "b"]],
  ["a ''", ["a", ""]],
  ['a "it\'s"', ["a", "it's"]],
  ["a '\"'", ["a", '"']],
  ["a 'b\\' c", ["a", "b\\", "c"]],
  ["a\\ b", ["a b"], ["a\\", "b"]],
  ['a \\"b', ["a", '"b'], problem("quote that is not closed")],
  ["C:\\tools\\a.exe", ["C:toolsa.exe"], ["C:\\tools\\a.exe"]],
  ["a\\\nb", ["ab"], ["a\\", "b"]],
  ["a \\\n b", ["a", "b"], ["a", "\\", "b"]],
  ["a \\\\", ["a", "\\"], ["a", "\\\\"]],
  ["a \\", problem("ends in a backslash"), ["a", "\\"]],
  ['a "\\" \\\\ \\$ \\`"', ["a", '" \\ $ `'], ["a", '" \\\\ \\$ \\`']],
  ['a "\\n \\\' \\x"', ["a", "\\n \\' \\x"]],
  ['a "b\\\nc"', ["a", "bc"], ["a", "b\\\nc"]],
  ['a "b\nc"', ["a", "b\nc"]],
  ['a "C:\\b\\"', problem("quote that is not closed")],
  ['a "b', problem("quote that is not closed")],
  ["a 'b", problem("quote that is not closed")],
  ['a "b\\', problem("ends in a backslash"), problem("quote that is not closed")],
  ["a 'b\\", problem("quote that is not closed")],
  ["", problem("is empty")],
  [" \t\n", problem("is empty")],
  ['""', problem("is empty")],
  ["'' a", problem("is empty")],
  ["a $HOME ~ * | b > c & d `e` $(f)", ["a", "$HOME", "~", "*", "|", "b", ">", "c", "&", "d", "`e`", "$(f)"]],
];

describe.each(["posix", "windows"] as const)("by the rules of %s", (rules) => {
  test.each(TABLE)("%j", (line, posix, windows = posix) => {
    expect(splitCommand(line, rules)).toEqual(rules === "windows" ? windows : posix);
  });
});
