import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder } from "../support.ts";

let place = "";
let program = "";
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "alicred-bundle-"));
  program = join(place, "program.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("program.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function config(): { dir: string; path: string; read: () => unknown } {
  const dir = join(folder(), "home");
  mkdirSync(dir);
  const path = join(dir, "config.json");
  writeFileSync(path, '{"n":0,"more":"than the new text has"}');
  return { dir, path, read: () => JSON.parse(readFileSync(path, "utf8")).n };
}

function run(...args: readonly string[]): { said: string; signal: string | null } {
  const { stdout, signal } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  return { said: stdout.trim(), signal };
}

test("a bundle of ES modules saves", () => {
  const { path, read } = config();
  expect(run(path)).toEqual({ said: "saved", signal: null });
  expect(read()).toBe(1);
});

// Windows ends a process without a word to it.
test.skipIf(process.platform === "win32").each([
  ["exit", null],
  ["SIGINT", "SIGINT"],
  ["SIGTERM", "SIGTERM"],
  ["SIGHUP", "SIGHUP"],
])("a process that ends by %s under the lock leaves none", (ending, signal) => {
  const { dir, path, read } = config();
  expect(run(path, ending)).toEqual({ said: "", signal });
  expect(readdirSync(dir)).toEqual(["config.json"]);
  expect(read()).toBe(0);
});

const canMount = spawnSync("unshare", ["--mount", "true"]).status === 0;

describe.skipIf(!canMount)("mounts, which need Linux, root and mount namespaces", () => {
  /** Runs the program where a script made mounts, for itself alone. */
  function runAmong(script: string, path: string): string {
    const { stdout, stderr } = spawnSync(
      "unshare",
      ["--mount", "sh", "-ec", `${script}; exec "$NODE" "$PROGRAM" "$FILE"`],
      { encoding: "utf8", env: { ...process.env, NODE: process.execPath, PROGRAM: program, FILE: path } },
    );
    expect(stderr).toBe("");
    return stdout.trim();
  }

  test("a file that is mounted by itself is written in place", () => {
    const [inside, outside] = [config(), config()];
    const { ino } = statSync(outside.path);
    expect(runAmong(`mount --bind "${outside.path}" "$FILE"`, inside.path)).toBe("saved");
    expect(outside.read()).toBe(1);
    expect(inside.read()).toBe(0);
    expect(statSync(outside.path)).toMatchObject({ ino });
    expect(readdirSync(inside.dir)).toEqual(["config.json"]);
  });

  test.each([
    ["folder", (dir: string) => `mount --bind "${dir}" "${dir}"; mount -o remount,bind,ro "${dir}"`],
    ["file", () => 'mount --bind "$FILE" "$FILE"; mount -o remount,bind,ro "$FILE"'],
  ])("a read-only %s is said so, with what to do", (_what, script) => {
    const { dir, path, read } = config();
    expect(JSON.parse(runAmong(script(dir), path))).toEqual({
      code: "FILE_UNWRITABLE",
      systemCode: "EROFS",
      message: `${path} cannot be written (EROFS). It is on a read-only file system: mount that writable.`,
    });
    expect(read()).toBe(0);
  });
});
