import { describe, expect, test } from "vitest";
import { failureLines, fewLines } from "./failures.ts";

/** The part of a log that is kept when it is cut. */
const KEPT = 8_000;

describe("the failures at the end of a run", () => {
  test("are none when nothing failed", () => {
    expect(failureLines([])).toEqual([]);
  });

  test("are printed with their messages, without control characters", () => {
    const message = "AssertionError: expected \u001b[31m1\u001b[39m to be 2\n\nat a.test.ts:3:1";
    expect(failureLines([{ title: "unit: a.test.ts: counts", message }])).toEqual([
      "== what failed: 1",
      "",
      "FAILED unit: a.test.ts: counts",
      "     AssertionError: expected 1 to be 2",
      "     at a.test.ts:3:1",
    ]);
  });

  test("stand with their names and reasons in the last 8 kB, however long their messages are", () => {
    const message = `Error: reason\n${`${"x".repeat(500)}\n`.repeat(500)}`;
    const failures = Array.from({ length: 20 }, (_, index) => ({ title: `unit: test ${index}`, message }));
    const text = failureLines(failures).join("\n").slice(-KEPT);
    for (const { title } of failures) expect(text).toContain(`\nFAILED ${title}: Error: reason`);
  });

  test("are counted where there are too many to name twice", () => {
    const failures = Array.from({ length: 500 }, (_, index) => ({
      title: `unit: test ${index}`,
      message: "",
    }));
    const lines = failureLines(failures);
    for (const { title } of failures) expect(lines).toContain(`FAILED ${title}`);
    const kept = lines.join("\n").slice(-KEPT);
    expect(kept).toContain("\nFAILED unit: test 0: no message\n");
    expect(kept).toMatch(/\nand \d+ more, named above$/);
  });
});

test("of a long text the beginning and the end remain, of a long line the beginning", () => {
  const text = Array.from({ length: 200 }, (_, index) => `line ${index}`).join("\n");
  const lines = fewLines(text);
  expect(lines).toHaveLength(60);
  expect([lines[0], lines[29], lines.at(-1)]).toEqual(["line 0", "[141 lines]", "line 199"]);
  expect(fewLines("x".repeat(1_000))[0]).toHaveLength(200);
});
