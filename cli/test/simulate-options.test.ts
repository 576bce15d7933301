import { expect, test } from "vitest";
import { parseInstant, parsePort, parseSpeed } from "../src/commands/simulate/options.ts";

test.each([
  ["2026-01-07T08:00:00Z", Date.UTC(2026, 0, 7, 8)],
  ["2026-01-07T08:00:00.250Z", Date.UTC(2026, 0, 7, 8, 0, 0, 250)],
  ["2026-01-07T08:00:00+08:00", Date.UTC(2026, 0, 7)],
  ["2028-02-29T00:00Z", Date.UTC(2028, 1, 29)],
])("--start %s is an instant", (text, ms) => {
  expect(parseInstant(text)).toBe(ms);
});

test.each([
  "2026-01-07T08:00:00",
  "2026-01-07 08:00:00",
  "2026-01-07",
  "soon",
  "3600",
  "",
  "2026-02-31T08:00:00Z",
  "2026-02-31T23:00:00-08:00",
  "2026-13-01T00:00:00Z",
])("--start %j is refused: it is another instant on another machine, or none", (text) => {
  expect(() => parseInstant(text)).toThrow("Write an instant with its zone, such as 2026-01-07T08:00:00Z.");
});

test.each(["fast", "", "-1", "Infinity"])("--speed %j is refused", (text) => {
  expect(() => parseSpeed(text)).toThrow("0 freezes the clock");
});

test.each(["70000", "-1", "http", ""])("--port %j is refused", (text) => {
  expect(() => parsePort(text)).toThrow("A port is from 0 (any) to 65535.");
});
