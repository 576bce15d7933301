// Runs the tests of the examples in the runners other than vitest: tsx tools/test-examples.ts [--report FILE]
import { join } from "node:path";
import { startChecks } from "./checks.ts";
import { command } from "./command.ts";
import { inKitchen } from "./recipes/kitchen.ts";
import { recipes } from "./recipes/recipes.ts";
import { checkRecipeFiles } from "./recipes/yaml.ts";
import { binPath, rootDir } from "./workspace.ts";

interface Runner {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  /** Finds the number of tests that passed in what the runner prints. */
  readonly passed: RegExp;
}

/** Deno resolves the packages of this workspace by the root's configuration, an author's own by their registry. */
const runners: readonly Runner[] = [
  { name: "node:test", argv: ["tsx", "--test", "test/node.ts"], passed: /^# pass (\d+)$/m },
  {
    name: "Deno",
    argv: ["deno", "test", "--quiet", "--no-prompt", "--config", "../../deno.json", "test/deno.ts"],
    passed: /\b(\d+) passed\b/,
  },
  { name: "Bun", argv: ["bun", "test", "./test/bun.ts"], passed: /^\s*(\d+) pass$/m },
];

const folder = `${rootDir}/examples/vault-source`;
const checks = startChecks();
const counts = new Set<number>();
await checks.check("examples/vault-source compiles with its own tsconfig.json", async () => {
  await command(binPath("tsc"), ["-p", ".", "--noEmit"], { cwd: folder });
  await command(binPath("tsc"), ["-p", "test"], { cwd: folder });
  return undefined;
});
for (const { name, argv, passed } of runners) {
  await checks.check(`examples/vault-source in ${name}`, async () => {
    const [tool, ...args] = argv;
    // Bun reports on standard error.
    const output = await command(binPath(tool), args, { cwd: folder, withErrors: true });
    const count = Number(passed.exec(output)?.[1] ?? 0);
    if (count === 0) throw new Error(`no tests were run\n${output}`);
    counts.add(count);
    return `${count} tests`;
  });
}
await checks.check("every runner runs the same tests", () => {
  if (counts.size > 1) throw new Error(`passed: ${[...counts].join(", ")}`);
  return undefined;
});
for (const { name, run, missing } of recipes.filter(({ isQuick }) => isQuick)) {
  const lacking = missing?.();
  if (lacking !== undefined) console.log(`skip examples/${name}: ${lacking}`);
  else
    await checks.check(`examples/${name} from the sources`, () =>
      inKitchen(name, join(rootDir, "build/recipes"), false, (kitchen) => run(kitchen, false)),
    );
}
await checks.check("the workflow and the manifests of the examples", checkRecipeFiles);
checks.finish();
