import { expect, test } from "vitest";
import { generatedDocuments, generators, regenerated } from "./generated.ts";

const all = generatedDocuments();

test.each(all)("$file says what the code says; if not: npm run docs:tables", async (document) => {
  expect(await regenerated(document)).toBe(document.text);
});

test("every generator is used", () => {
  const used = new Set(all.flatMap(({ parts }) => parts.map((part) => part.split(" ")[0])));
  expect(Object.keys(generators).filter((name) => !used.has(name))).toEqual([]);
});
