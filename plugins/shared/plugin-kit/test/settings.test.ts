import { createTestHost } from "@alicred/conformance";
import type { Rule } from "@alicred/core";
import { expect, test } from "vitest";
import { date, externalProcessBan, settingOf, texts, wholeNumber } from "../src/mod.ts";

test("an option comes before variables, even when it is empty, and the first variable that is set before others", () => {
  const host = createTestHost({ env: { A: " ", B: " b\n", C: "c" } });
  const names = ["A", "B", "C"];
  expect(settingOf(host, "x", "argument x", names)).toEqual({ value: "x", from: "argument x" });
  expect(settingOf(host, "", "argument x", names)).toEqual({ value: "", from: "argument x" });
  expect(settingOf(host, undefined, "argument x", names)).toEqual({
    value: "b",
    from: "environment variable B",
  });
  expect(settingOf(host, undefined, "argument x", ["A"])).toBeUndefined();
});

test.each([
  ["1", true],
  ["True", true],
  [" true ", true],
  ["0", false],
  ["yes", false],
  ["", false],
])("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS=%s forbids: %s", (value, forbids) => {
  const host = createTestHost({ env: { ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: value } });
  const from = "environment variable ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";
  expect(externalProcessBan(host)).toBe(forbids ? from : undefined);
});

test.each<[string, Rule, readonly unknown[], readonly unknown[]]>([
  ["date", date, [new Date(0)], [new Date("canary"), 0, "2026-01-07T08:00:00Z", {}, null]],
  ["texts", texts, [[], ["a"], ["a", "b"]], [[""], ["a", 1], [null], "a", { 0: "a", length: 1 }, null]],
  ["wholeNumber", wholeNumber(1, 3), [1, 2, 3], [0, 4, 1.5, "2", Number.NaN, null, [2]]],
])("the rule %s", (_name, { accepts, complaint }, good, bad) => {
  expect(good.map(accepts)).toEqual(good.map(() => true));
  expect(bad.map(accepts)).toEqual(bad.map(() => false));
  expect(complaint).not.toContain("canary");
});
