import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runInProcess } from "../support/in-process.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-given-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** The options that name a file to be read whole. */
const READERS: readonly (readonly string[])[] = [
  ["resolve", "--provider-config"],
  ["serve", "--token-file"],
  ["simulate", "--world"],
  ["simulate", "--replay"],
  ["simulate", "--ca"],
  ["simulate", "--state"],
];

// Windows has neither.
describe.skipIf(process.platform === "win32")("a file that never ends the reading", () => {
  test.each(READERS)("a pipe into which nobody writes: %s %s", async (...args) => {
    const pipe = join(folder, `pipe-${args.join("")}`);
    execFileSync("mkfifo", [pipe]);
    const { code, stderr } = await runInProcess([...args, pipe], { HOME: folder, USERPROFILE: folder });
    expect(stderr).toContain(`${pipe} is a pipe into which nobody writes.`);
    expect(code).toBe(1);
  });

  test.each(READERS)("a device without an end: %s %s", async (...args) => {
    const { code, stderr } = await runInProcess([...args, "/dev/zero"], {
      HOME: folder,
      USERPROFILE: folder,
    });
    expect(stderr).toContain("/dev/zero holds more than the 33554432 bytes that are read.");
    expect(code).toBe(1);
  });

  test("a module is neither, and a recording does not take its place", async () => {
    const pipe = join(folder, "pipe-module");
    execFileSync("mkfifo", [pipe]);
    const env = { HOME: folder, USERPROFILE: folder };
    const asModule = await runInProcess(["resolve", "--plugin", pipe], env);
    expect(asModule.stderr).toContain("this is a pipe or a device. Name a file.");
    const asTape = await runInProcess(["simulate", "--record", pipe], env);
    expect(asTape.stderr).toContain(`${pipe} exists`);
  });
});

test("a byte order mark is harmless in each of them", async () => {
  const file = join(folder, "marked.json");
  await writeFile(file, '\uFEFF{"access_key":"LTAIexample","secret_key":"s"}');
  const { stdout } = await runInProcess(["resolve", "--provider-config", file], {
    HOME: folder,
    USERPROFILE: folder,
  });
  expect(stdout).toContain("LTAIexample");
});
