import { expect, test } from "vitest";
import { plain, wrap } from "../../src/terminal/terminal.ts";

// Lines are broken where a language breaks them: at blanks, and between Chinese characters.

const lines = (text: string, columns: number): readonly string[] => wrap([text], columns).map(plain);

test.each([
  ["one two three", 8, ["one two ", "three"]],
  ["一二三四五六", 6, ["一二三", "四五六"]],
  ["设置 ALIBABA_CLOUD_PROFILE，然后重试", 16, ["设置 ", "ALIBABA_CLOUD_PROFILE，", "然后重试"]],
  ["（一二）三四", 6, ["（一", "二）三", "四"]],
  ["averylongword", 4, ["averylongword"]],
])("%s in %i columns", (text, columns, expected) => {
  expect(lines(text, columns).map((line) => line.trimEnd())).toEqual(expected.map((line) => line.trimEnd()));
});
