import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { binPath, rootDir } from "../../../tools/workspace.ts";

const execute = promisify(execFile);
const program = fileURLToPath(new URL("program.ts", import.meta.url));
const RUNTIMES: [string, string, string[]][] = [
  ["node", process.execPath, ["--import", "tsx"]],
  ["deno", binPath("deno"), ["run", "--quiet", "--no-prompt", "--allow-all"]],
  ["bun", binPath("bun"), []],
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-files-"));
  await writeFile(join(folder, "file"), "déjà vu");
});
afterAll(() => rm(folder, { recursive: true }));

// Windows has neither such pipes nor such devices.
describe.skipIf(process.platform === "win32").each(RUNTIMES)("%s", (name, file, args) => {
  test("reads what has no size up to the limit, and is held up by no pipe", async () => {
    const pipe = join(folder, `pipe-${name}`);
    await execute("mkfifo", [pipe]);
    const pipes = Array.from({ length: 9 }, () => pipe);
    const paths = [...pipes, join(folder, "file"), "/dev/zero", "/dev/null", join(folder, "missing"), folder];
    const { stdout } = await execute(file, [...args, program, "100", ...paths], { cwd: rootDir });
    const refused = (what: string): unknown => expect.stringContaining(`ConfigurationError: PATH ${what}`);
    expect(JSON.parse(stdout)).toEqual([
      ...pipes.map(() => refused("is a pipe into which nobody writes")),
      "déjà vu",
      refused("holds more than the 100 bytes that are read"),
      "",
      null,
      refused("cannot be read (EISDIR)"),
    ]);
  });

  test("reads a substituted process and standard input", async () => {
    const quoted = [file, ...args, program, "100"].map((word) => `'${word}'`).join(" ");
    const line = `(sleep 0.2; printf second) | ${quoted} <(sleep 0.1; printf first) /dev/stdin`;
    const { stdout } = await execute("bash", ["-c", line], { cwd: rootDir });
    expect(JSON.parse(stdout)).toEqual(["first", "second"]);
  });
});

test("Deno says which permission it lacks", async () => {
  const args = ["run", "--quiet", "--no-prompt", program, "100", join(folder, "file")];
  const { stdout } = await execute(binPath("deno"), args, { cwd: rootDir });
  expect(JSON.parse(stdout)).toEqual([
    "ConfigurationError: PATH cannot be read (NotCapable). Run Deno with --allow-read for it.",
  ]);
});
