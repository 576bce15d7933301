import { expect, test } from "vitest";
import { nearestNames, shown } from "../src/mod.ts";

test("the three nearest are named, the nearest first, in any case", () => {
  expect(nearestNames("Produktion", ["dev", "staging", "production", "prod", "prod"])).toBe(
    ' The nearest there: "production", "prod", "dev".',
  );
});

test("nothing is named where there is nothing to show", () => {
  const names = ["", 7, undefined, "\u001b[2J", "a\nb", "pr\u202eod", "x".repeat(65), '{"a":1}'];
  expect(nearestNames("prod", names)).toBe("");
});

test("thousands of names and a very long one take no time to speak of", () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `profile-${index}`);
  expect(nearestNames("profile-7".repeat(10_000), names)).toMatch(/^ The nearest there: /);
});

test.each([
  ["a name", "prod-2026"],
  ["a path", "/Users/Alice/Projects2024/aliyun/config.json"],
  ["a name in another script", "生产环境"],
])("%s is shown", (_what, value) => {
  expect(shown(value)).toBe(value);
});

test.each([
  ["a document", '{"a":1}'],
  ["lines", "a\nb"],
  ["a long text", "x".repeat(200)],
  ["a control character", "\u001b[2Jprod"],
  ["a mark that reorders a line", "pr\u202eod"],
  ["a secret of an access key", "aB3dEfGhIjKlMnOpQrStUvWxYz0123"],
  ["a token", "CAISaB3dEfGhIjKlMnOpQrStUvWxYz0123+/="],
])("%s in the place of a name is not", (_what, value) => {
  expect(shown(value)).toBe("[not shown]");
});
