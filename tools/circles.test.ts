import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { publicPackages, rootDir } from "./workspace.ts";

// Files that import each other in a circle, types included, which the linter passes: neither can be read first.

const packages = publicPackages().map(({ dir }) => dir);

test.each(packages)("no circle of imports in %s", (dir) => {
  const graph = importsIn(`${dir}/src`);
  expect(circlesIn(graph)).toEqual([]);
  const targets = [...graph.values()].flat();
  expect(targets.filter((target) => !graph.has(target))).toEqual([]);
});

test("the files of all packages are looked at, and their imports found", () => {
  const graphs = packages.map((dir) => importsIn(`${dir}/src`));
  expect(graphs.reduce((sum, graph) => sum + graph.size, 0)).toBeGreaterThan(500);
  expect(graphs.flatMap((graph) => [...graph.values()].flat()).length).toBeGreaterThan(1000);
});

test("a circle is found, of types too", () => {
  const graph = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts"]],
    ["c.ts", ["b.ts"]],
  ]);
  expect(circlesIn(graph)).toEqual(["b.ts -> c.ts -> b.ts"]);
  expect(
    importsOf('import type { A } from "./b.ts";\nexport * from "./c.ts";\nawait import("./d.ts");'),
  ).toEqual(["./b.ts", "./c.ts"]);
});

type Graph = ReadonlyMap<string, readonly string[]>;

function importsIn(folder: string): Graph {
  const files = readdirSync(join(rootDir, folder), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"));
  return new Map(
    files.map((file) => [
      file,
      importsOf(readFileSync(join(rootDir, folder, file), "utf8")).map((path) =>
        posix.join(posix.dirname(file), path),
      ),
    ]),
  );
}

/** The files that a file imports at its beginning; what is loaded later is no part of a circle. */
function importsOf(code: string): readonly string[] {
  return [...code.matchAll(/^(?:import|export|\}) ?.*?["'](\.[^"']+)["'];$/gm)].map(([, path = ""]) => path);
}

/** Each circle once, from the file where it was found. */
function circlesIn(graph: Graph): readonly string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(" -> "));
    if (trail.includes(file) || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}
