import { expect, test } from "vitest";
import { numberOf, textOf } from "../src/mod.ts";

const UNREADABLE = { toString: 1, valueOf: 1 };

test.each([
  ["a text", "a text"],
  ["", ""],
  [12, "12"],
  [false, "false"],
  [undefined, ""],
  [null, ""],
  [UNREADABLE, ""],
  [[UNREADABLE], ""],
])("the text of %j is %j", (value, text) => expect(textOf(value)).toBe(text));

test.each([
  [12, 12],
  ["12", 12],
  ["", 0],
  ["a text", Number.NaN],
  [undefined, Number.NaN],
  [null, Number.NaN],
  [UNREADABLE, Number.NaN],
  [[UNREADABLE], Number.NaN],
])("the number of %j is %j", (value, number) => expect(numberOf(value)).toBe(number));
