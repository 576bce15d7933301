import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test, vi } from "vitest";

// A program starts sooner the less of Node's own library it loads: streams, digests and timelines take milliseconds each.

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "alicred-loaded-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PROGRAM = `
import { found, refreshing } from "./mod.ts";
import { nodeHost } from "./host/node.ts";
// The refresh of a key that expires is spread by a random number.
const expiration = new Date(Date.now() + 3_600_000);
const KEY = { accessKeyId: "LTAIexample", accessKeySecret: "secret", expiration };
const source = { name: "static", resolve: async () => found(KEY) };
const { accessKeyId } = await refreshing(source, { host: nodeHost() }).get();
if (accessKeyId !== KEY.accessKeyId) process.exit(1);
`;

/** Runs a program, and returns the parts of Node's library that it loaded. */
function loadedBy(program: string): readonly string[] {
  const path = join(folder, "program.mjs");
  writeFileSync(path, `${program}\nprocess._rawDebug(JSON.stringify(process.moduleLoadList));\n`);
  const run = `"${process.execPath}" "${path}" 2>&1`;
  return JSON.parse(execFileSync(run, { shell: true, encoding: "utf8" })) as readonly string[];
}

test("a program that gets a key from the Node host loads no streams, no digests and no timelines", async () => {
  const resolveDir = fileURLToPath(new URL("../../src", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  const bare = new Set(loadedBy(""));
  const loaded = loadedBy(outputFiles[0]?.text ?? "").filter((name) => !bare.has(name));
  const names = loaded.map((name) => name.replace(/^NativeModule /, ""));
  // Something of it is needed, and this is how it is listed.
  expect(names).toContain("fs/promises");
  const costly =
    /^(stream|internal\/fs\/streams|internal\/crypto\/|internal\/perf\/|internal\/histogram|https?$|child_process)/;
  expect(names.filter((name) => costly.test(name))).toEqual([]);
});
