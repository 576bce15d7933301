import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { ALONE } from "../../test/alone.ts";
import { publicPackages, rootDir } from "../workspace.ts";
import { mutatedPackages, PACKAGE_VARIABLE } from "./packages.ts";

const mutated = mutatedPackages[process.env[PACKAGE_VARIABLE] ?? ""];
const folders = mutated?.tests ?? [];
const tests = folders.map((folder) => `${folder}/**/*.test.ts`);
const except = mutated?.except.map((path) => (path.endsWith(".ts") ? path : `${path}/**`)) ?? [];
const isOfPackage = (file: string): boolean => folders.some((folder) => file.startsWith(`${folder}/`));

export default defineConfig({
  root: rootDir,
  // Stryker works on a copy of the workspace, where node_modules still leads to the packages as they are.
  resolve: {
    alias: publicPackages().flatMap(({ dir, manifest }) =>
      Object.entries(manifest.exports ?? {}).map(([subpath, file]) => ({
        find: new RegExp(`^${manifest.name}${subpath.slice(1)}$`),
        replacement: join(rootDir, dir, file),
      })),
    ),
  },
  test: {
    setupFiles: ["./test/hermetic.ts"],
    unstubGlobals: true,
    unstubEnvs: true,
    restoreMocks: true,
    // A test that hangs has noticed the mutant; the sooner it fails, the less the run takes.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 3_000 } },
    projects: [
      {
        extends: true,
        test: { name: "together", include: tests, exclude: [...except, ...ALONE], isolate: false },
      },
      { extends: true, test: { name: "alone", include: ALONE.filter(isOfPackage) } },
    ],
  },
});
