import { expect, test } from "vitest";
import { nearestNames } from "../src/mod.ts";

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
