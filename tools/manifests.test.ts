import { expect, test } from "vitest";
import { checkCommands } from "./manifests.ts";

test("each command that npm links at the root is of one package", () => {
  expect(checkCommands()).toMatch(/^\d\d+ commands$/);
});

test("two packages at the root with one command are found, and nested ones have their own folder", () => {
  const packages = (second: string): Parameters<typeof checkCommands>[0] => ({
    "": {},
    "node_modules/typescript": { bin: { tsc: "bin/tsc" } },
    [second]: { bin: { tsc: "bin/tsc", tsserver: "bin/tsserver" } },
  });
  expect(() => checkCommands(packages("node_modules/typescript-5.4"))).toThrow(
    "the command tsc is of both node_modules/typescript and node_modules/typescript-5.4",
  );
  expect(checkCommands(packages("tools/oldest-typescript/node_modules/typescript"))).toBe("1 commands");
});
