import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const DEFECTS = 23;

test("every number has its test", () => {
  const folder = new URL(".", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  const text = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const named = [...text.matchAll(/(?:test|describe)(?:\.each\([\s\S]*?\]\))?\(\s*"#(\d+) /g)].map(
    ([, number]) => Number(number),
  );
  const all = Array.from({ length: DEFECTS }, (_, index) => index + 1);
  expect([...new Set(named)].sort((a, b) => a - b)).toEqual(all);
});
