import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publicPackages, rootDir } from "../workspace.ts";

// The page of variables is made by asking sources. A variable that only an unusual situation reads would be missed there.

test("the page of variables has every variable that a source names in full", () => {
  const page = readFileSync(join(rootDir, "docs/reference/variables.md"), "utf8");
  const named = publicPackages()
    .filter(({ dir }) => dir === "core" || dir === "cli" || dir.startsWith("plugins/"))
    .flatMap(({ dir }) => sources(join(rootDir, dir, "src")))
    .flatMap(
      (file) =>
        readFileSync(file, "utf8").match(
          /(?<=")(?:ALIBABA_?CLOUD|ALICLOUD|ALICRED)_[A-Z0-9_]*[A-Z0-9](?=")/g,
        ) ?? [],
    );
  const names = [...new Set(named)].filter((name) => !/^ALICRED_SIMULATE_/.test(name));
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}
