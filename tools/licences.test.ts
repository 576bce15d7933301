import { join } from "node:path";
import { expect, test } from "vitest";
import { EXCEPTIONS, installedPackages, isPermissive } from "./licences.ts";
import { type Manifest, publicPackages, readJson, rootDir } from "./workspace.ts";

const installed = installedPackages();
const shipped = installed.filter(({ isShipped }) => isShipped);

test("what published packages need has a permissive licence, or an exception with its reason", () => {
  expect(shipped.length).toBeGreaterThan(20);
  const refused = shipped.filter(({ name, license }) => !isPermissive(license) && !(name in EXCEPTIONS));
  expect(refused).toEqual([]);
});

test("every exception is needed", () => {
  const needed = shipped.filter(({ license }) => !isPermissive(license)).map(({ name }) => name);
  expect(Object.keys(EXCEPTIONS).filter((name) => !needed.includes(name))).toEqual([]);
});

test("no tool of the workspace has a licence that reaches to what is made with it", () => {
  expect(installed.filter(({ license }) => /(?<!L)GPL/.test(license) && !isPermissive(license))).toEqual([]);
});

test("every package of the workspace is under Apache-2.0", () => {
  const dirs = [".", ...publicPackages().map(({ dir }) => dir)];
  const others = dirs.filter(
    (dir) => readJson<Manifest>(join(rootDir, dir, "package.json")).license !== "Apache-2.0",
  );
  expect(others).toEqual([]);
});

test.each([
  ["MIT OR Apache-2.0", true],
  ["(BSD-3-Clause OR GPL-2.0)", true],
  ["Apache-2.0 AND LGPL-3.0-or-later", false],
  ["AGPL-3.0-only", false],
  ["none", false],
])("%s: permissive is %s", (expression, expected) => {
  expect(isPermissive(expression)).toBe(expected);
});
