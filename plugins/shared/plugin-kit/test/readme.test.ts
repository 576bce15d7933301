import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { declaration, firstCells, literals } from "../../../../test/readme-tables.ts";

const at = (path: string): URL => new URL(path, import.meta.url);
const own = literals(await declaration(at("../src/profile.ts"), "ProfileErrorCode"));
const stores = await firstCells(at("../../../stores/shared-cache/README.md"), "code");
const kernel = literals(await declaration(at("../../../../core/src/error-codes.ts"), "KernelCode"));

test("the README lists every code that plugins add", async () => {
  expect(own).toContain("PROFILE_NOT_FOUND");
  expect(await firstCells(at("../README.md"), "code")).toEqual(own);
});

test("each code has one home", () => {
  expect([...own, ...stores].filter((code) => kernel.includes(code))).toEqual([]);
});

test("plugins raise no code that no table has, and all of these", () => {
  const plugins = at("../../../");
  const files = readdirSync(plugins, { recursive: true, encoding: "utf8" }).filter((path) =>
    /^[^.]*\/src\/.*\.ts$/.test(path.replaceAll("\\", "/")),
  );
  const texts = files.map((path) => readFileSync(new URL(path.replaceAll("\\", "/"), plugins), "utf8"));
  const raised = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/Error\(\s*(?:\w+,\s*)?"([A-Z]+(?:_[A-Z]+)+)"/g)].map(([, code]) => code),
    ),
  );
  const known = [...own, ...stores, ...kernel];
  expect([...raised].filter((code) => !known.includes(code))).toEqual([]);
  expect(own.filter((code) => !raised.has(String(code)))).toEqual([]);
});
