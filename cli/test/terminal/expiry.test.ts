import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { describeExpiry, describeSpan, describeTime } from "../../src/terminal/expiry.ts";
import { useLanguage } from "../../src/terminal/language.ts";

const NOW_MS = Date.parse("2026-01-07T05:24:00Z");
const MINUTE_MS = 60_000;

beforeEach(() => void vi.stubEnv("TZ", "Asia/Shanghai"));

afterEach(() => {
  useLanguage("en");
  vi.unstubAllEnvs();
});

describe("an expiry for a person", () => {
  test.each([
    [41 * MINUTE_MS, "14:05 (UTC+8), in 41 min"],
    [8 * 60 * MINUTE_MS, "21:24 (UTC+8), in 8 h"],
    [12 * 60 * MINUTE_MS, "2026-01-08 01:24 (UTC+8), in 12 h"],
    [50 * 60 * MINUTE_MS, "2026-01-09 15:24 (UTC+8), in 2 d 2 h"],
    [-90 * MINUTE_MS, "11:54 (UTC+8), 1 h 30 min ago"],
    [0, "13:24 (UTC+8), 0 s ago"],
  ])("%d ms away is %s", (ms, text) => {
    expect(describeExpiry(new Date(NOW_MS + ms), NOW_MS)).toBe(text);
  });

  test("that nobody knows says so", () => {
    expect(describeExpiry(undefined, NOW_MS)).toBe("not known");
  });

  test("is in Chinese where Chinese is read", () => {
    useLanguage("zh");
    expect(describeExpiry(new Date(NOW_MS + 41 * MINUTE_MS), NOW_MS)).toBe("14:05 (UTC+8)，41 分钟后");
    expect(describeExpiry(undefined, NOW_MS)).toBe("未知");
  });
});

test.each([
  ["UTC", "05:24 (UTC)"],
  ["Asia/Kolkata", "10:54 (UTC+5:30)"],
  ["America/St_Johns", "01:54 (UTC-3:30)"],
])("the zone %s is named", (zone, text) => {
  vi.stubEnv("TZ", zone);
  expect(describeTime(new Date(NOW_MS), NOW_MS)).toBe(text);
});

test.each([
  [0, "0 s"],
  [59_400, "59 s"],
  [59_600, "1 min"],
  [9 * MINUTE_MS + 5_000, "9 min 5 s"],
  [41 * MINUTE_MS + 5_000, "41 min"],
  [239 * MINUTE_MS, "3 h 59 min"],
  [24 * 60 * MINUTE_MS + 61_000, "1 d"],
])("a span of %d ms is %s", (ms, text) => {
  expect(describeSpan(ms)).toBe(text);
});
