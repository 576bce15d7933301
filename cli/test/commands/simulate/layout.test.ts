import { afterEach, expect, it } from "vitest";
import { dim, field, paragraph } from "../../../src/commands/simulate/layout.ts";
import type { Line } from "../../../src/terminal/terminal.ts";

const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };

afterEach(() => void Object.assign(process.stdout, before));

function terminal(columns: number | undefined): void {
  Object.assign(process.stdout, { isTTY: columns !== undefined, columns });
}

function shown(lines: readonly Line[]): readonly string[] {
  return lines.map((line) =>
    typeof line === "string"
      ? line
      : line.map((piece) => (typeof piece === "string" ? piece : piece.text)).join(""),
  );
}

it("breaks sentences where the terminal ends, and in a wide one before they are hard to read", () => {
  const words = "word ".repeat(40).trim();
  terminal(20);
  expect(shown(paragraph(dim("one two three four five")))).toEqual(["one two three four", "five"]);
  terminal(400);
  expect(shown(paragraph(words)).map((line) => line.length)).toEqual([114, 84]);
});

it("leaves sentences whole for programs", () => {
  terminal(undefined);
  expect(shown(paragraph("word ".repeat(40)))).toHaveLength(1);
});

it("shows what is to be known of a value beside it, or below it where there is no room", () => {
  terminal(60);
  expect(shown(field("proxy", "http://127.0.0.1:1", "the same"))).toEqual([
    "  proxy      http://127.0.0.1:1  the same",
  ]);
  terminal(34);
  expect(shown(field("代理", "http://127.0.0.1:1", "the same of all services"))).toEqual([
    "  代理       http://127.0.0.1:1",
    "             the same of all",
    "             services",
  ]);
  expect(shown(field("clock", "now"))).toEqual(["  clock      now"]);
});
