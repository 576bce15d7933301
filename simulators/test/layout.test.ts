import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { defaultServices } from "../src/mod.ts";

const root = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"));

/** The imports of each file, types included. */
const graph = new Map(
  files.map((file) => {
    const source = readFileSync(join(root, file), "utf8");
    const specifiers = [...source.matchAll(/^(?:import|export)\s[^;]*?from "(\.[^"]+)";/gm)];
    return [
      file,
      specifiers.map(([, specifier = ""]) => {
        const path = relative(root, join(root, dirname(file), specifier)).replaceAll("\\", "/");
        return path;
      }),
    ] as const;
  }),
);

const floors = [
  "cloud/",
  "services/",
  "services.ts",
  "cloud-options.ts",
  "simulate-cloud.ts",
  "reach/",
  "mod.ts",
];

function floorOf(file: string): number {
  return floors.findIndex((floor) => file.startsWith(floor));
}

function serviceOf(file: string): string | undefined {
  return /^services\/([^/]+)\//.exec(file)?.[1];
}

describe("the layout of the simulators", () => {
  it("finds every file and its imports", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
    const targets = [...graph.values()].flat();
    expect(targets.length).toBeGreaterThan(400);
    expect(targets.filter((target) => !graph.has(target))).toEqual([]);
  });

  it("has no import that leads up, or from one service to another", () => {
    const wrong = [...graph].flatMap(([file, targets]) =>
      targets
        .filter((target) => {
          const [from, to] = [serviceOf(file), serviceOf(target)];
          return floorOf(target) > floorOf(file) || (from !== undefined && to !== undefined && from !== to);
        })
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has a folder for each service, named like it, with a door", () => {
    const folders = new Set(files.map(serviceOf).filter((name) => name !== undefined));
    expect([...folders].sort()).toEqual(defaultServices.map(({ name }) => name).sort());
    for (const folder of folders) expect(files).toContain(`services/${folder}/mod.ts`);
  });
});
