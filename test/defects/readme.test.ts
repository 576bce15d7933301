import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL(".", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const numbers = (text: string, pattern: RegExp): readonly number[] =>
  [...text.matchAll(pattern)].map(([, number]) => Number(number));

test("every defect of the README has its test, and every test its defect", () => {
  const listed = numbers(read("README.md"), /^\| (\d+) \|/gm);
  expect(listed).toEqual(listed.map((_, index) => index + 1));
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  const tested = numbers(
    files.map(read).join("\n"),
    /(?:test|describe)(?:\.each\([\s\S]*?\]\))?\(\s*"#(\d+) /g,
  );
  expect([...new Set(tested)].sort((a, b) => a - b)).toEqual(listed);
});
