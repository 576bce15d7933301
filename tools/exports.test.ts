import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { filesIn } from "./files-in.ts";
import { publicPackages, rootDir } from "./workspace.ts";

// A value that is exported is imported by another file, or by users: the reader of an export looks for who needs it.

/** Where the repository's own code may import from a package. */
const FOLDERS = [...publicPackages().map(({ dir }) => dir), "bench", "examples", "test", "tools"];

/** The texts of the command: `cli/test/languages.test.ts` takes all that are exported. */
const IS_CATALOGUE = /^export const \w+: Catalogue</;

test("an exported value is used outside its file", () => {
  const sources = new Map(FOLDERS.flatMap(filesIn).map((file) => [file, readFileSync(file, "utf8")]));
  expect(sources.size).toBeGreaterThan(1000);
  expect(unusedExports(sources, entryPoints())).toEqual([]);
});

test("an exported value that nobody imports is found, whatever its kind", () => {
  const unused = [
    "export const a = 1;",
    "export function b() {}",
    "export class C {}",
    "export async function d() {}",
  ];
  const used = [
    "export const e = 1;",
    "export const f: Catalogue<object> = {};",
    "export type G = 1;",
    "const h = 1;",
  ];
  const sources = new Map([
    ["src/x.ts", [...unused, ...used].join("\n")],
    ["src/y.ts", 'import { e } from "./x.ts";'],
    ["src/door.ts", 'export const i = 1;\nexport * from "./z.ts";'],
    ["src/z.ts", "export const j = 1;"],
  ]);
  const found = ["a", "b", "C", "d"].map((name) => `src/x.ts: ${name}`);
  expect(unusedExports(sources, new Set(["src/door.ts"]))).toEqual(found);
});

/** The exported values that no other file mentions; those of entry points, and of files they pass on whole, are for users. */
function unusedExports(sources: ReadonlyMap<string, string>, doors: ReadonlySet<string>): readonly string[] {
  const mentions = new Map<string, number>();
  for (const text of sources.values())
    for (const word of new Set(text.match(/\w+/g))) mentions.set(word, (mentions.get(word) ?? 0) + 1);
  const passedOn = [...doors].flatMap((door) =>
    [...(sources.get(door) ?? "").matchAll(/^export \* from "(.+)";$/gm)].map(([, path = ""]) =>
      posix.join(posix.dirname(door), path),
    ),
  );
  const forUsers = new Set([...doors, ...passedOn]);
  return [...sources].flatMap(([file, text]) =>
    !/(?:^|\/)src\//.test(file) || forUsers.has(file)
      ? []
      : [...text.matchAll(/^export (?:async )?(?:const|function|class) (\w+).*$/gm)]
          .filter(([line, name = ""]) => mentions.get(name) === 1 && !IS_CATALOGUE.test(line))
          .map(([, name]) => `${file}: ${name}`),
  );
}

function entryPoints(): ReadonlySet<string> {
  return new Set(
    publicPackages().flatMap(({ dir, manifest }) =>
      [...Object.values(manifest.exports ?? {}), ...Object.values(manifest.bin ?? {})]
        .flatMap((target) => (typeof target === "string" ? [target] : Object.values(Object(target))))
        .map((target) => join(rootDir, dir, String(target)).replaceAll("\\", "/")),
    ),
  );
}
