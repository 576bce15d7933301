// The unit tests and the cross-runtime cases on later releases of Node: `npm run test:nodes [-- MAJOR...]`. The binaries come as packages
// into `build/nodes/`, half a gigabyte for all, so this is no part of `npm test`, which runs on the Node that started it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startChecks } from "./checks.ts";
import { command } from "./command.ts";
import { rootDir } from "./workspace.ts";

/** Of each supported line that is later than the minimum, the release that is tested. */
const releases: Readonly<Record<string, string>> = { 22: "22.23.3", 24: "24.21.0", 26: "26.10.0" };

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(releases);
const checks = startChecks();
for (const major of chosen) {
  const release = releases[major];
  if (release === undefined) {
    console.error(`no Node ${major} to test; there are: ${Object.keys(releases).join(", ")}`);
    process.exit(2);
  }
  let binary = "";
  const installed = await checks.check(`Node ${major}: installed`, async () => {
    binary = await install(major, release);
    return (await run(binary, ["--version"])).trim();
  });
  if (!installed) continue;
  await checks.check(`Node ${major}: unit tests`, async () =>
    lastMatch(await run(binary, ["node_modules/vitest/vitest.mjs", "run"]), /Tests +(.+)/g),
  );
  await checks.check(`Node ${major}: cross-runtime cases`, async () =>
    lastMatch(
      await run(binary, ["--import", "tsx", "test/runtimes/main.ts", "--only", "node"]),
      /(\d+) cases/g,
    ),
  );
}
checks.finish();

/** The path of that release's binary, which is fetched once. */
async function install(major: string, release: string): Promise<string> {
  const prefix = join(rootDir, "build/nodes");
  const folder = join(prefix, "node_modules", `node${major}`);
  const binary = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) {
    const system = process.platform === "win32" ? "win" : process.platform;
    const name = `node${major}@npm:node-${system}-${process.arch}@${release}`;
    await command("npm", ["install", "--prefix", prefix, "--no-bin-links", name], { cwd: rootDir });
  }
  return binary;
}

function run(binary: string, args: readonly string[]): Promise<string> {
  return command(binary, args, { cwd: rootDir, timeoutMs: 900_000 });
}

function lastMatch(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}
