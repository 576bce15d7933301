import { describe, expect, test } from "vitest";
import { readInstant } from "../src/mod.ts";

const MS = Date.UTC(2026, 0, 7, 9);

describe("readInstant", () => {
  test.each([
    ["2026-01-07T09:00:00Z"],
    ["2026-01-07T09:00:00.000Z"],
    ["2026-01-07T17:00:00+08:00"],
    ["2026-01-07T09:00Z"],
    [MS],
    [new Date(MS)],
  ])("reads %j", (value) => {
    expect(readInstant(value)).toBe(MS);
  });

  test.each([
    ["3600"],
    ["60"],
    [""],
    ["2026-01-07"],
    ["2026-01-07T09:00:00"],
    ["2026-01-07 09:00:00Z"],
    ["Wed, 07 Jan 2026 09:00:00 GMT"],
    ["3600-01-01T00:00:00Z"],
    ["1969-12-31T23:59:59Z"],
    [1e13],
    [-1],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [new Date(Number.NaN)],
    [null],
    [{}],
  ])("refuses %j", (value) => {
    expect(readInstant(value)).toBeUndefined();
  });
});
