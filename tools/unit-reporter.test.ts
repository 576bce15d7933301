import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { command } from "./command.ts";
import { readReport } from "./part-report.ts";
import { binPath, rootDir } from "./workspace.ts";

const FILES = {
  "tests.test.mjs": `
    describe("a group", () => {
      test("passes", () => {});
      test("fails", () => expect({ found: 1 }).toEqual({ found: 2 }));
      test.skip("is skipped", () => {});
      test.todo("is planned");
    });
    test("has a cause", () => { throw new TypeError("outer", { cause: new Error("inner") }); });
    describe("with a hook that fails", () => {
      beforeAll(() => { throw new Error("no browser"); });
      test("is not run", () => {});
    });
  `,
  "unloadable.test.mjs": 'import "./missing.mjs";',
  "uncaught.test.mjs": `
    test("passes, and leaves an error that nobody catches", async () => {
      setTimeout(() => { throw new Error("too late"); });
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
  `,
};

test("everything that fails a run of vitest is in its report, with its file, its name and its reason", async () => {
  const folder = mkdtempSync(join(tmpdir(), "alicred-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const report = join(folder, "report.json");
  const reporter = join(rootDir, "tools/unit-reporter.ts");
  const args = ["run", "--root", folder, "--globals", `--reporter=${reporter}`, `--outputFile=${report}`];
  await expect(command(binPath("vitest"), args, { cwd: folder })).rejects.toThrow("exit code 1");
  const { passed, skipped, failures, missing } = readReport(report);
  expect({ passed, skipped, missing }).toEqual({ passed: 2, skipped: 3, missing: [] });
  const messages = Object.fromEntries(failures.map(({ title, message }) => [title, message]));
  expect(messages).toEqual({
    "tests.test.mjs: a group > fails": expect.stringMatching(
      /^AssertionError: expected \{ found: 1 \} to deeply equal \{ found: 2 \}\n(.*\n)*\+ {3}"found": 1,\n(.*\n)*at .*tests\.test\.mjs:4:\d+$/,
    ),
    "tests.test.mjs: has a cause": expect.stringMatching(
      /^TypeError: outer\nat .*tests\.test\.mjs:8:\d+\ncaused by Error: inner/,
    ),
    "tests.test.mjs: with a hook that fails": expect.stringContaining("Error: no browser"),
    "unloadable.test.mjs": expect.stringContaining("missing.mjs"),
    "an error that nobody caught": expect.stringContaining("Error: too late"),
  });
});
