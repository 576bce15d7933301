import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runInProcess } from "../support/in-process.ts";

// A plugin that tells a person what to type knows nothing of the options of the command, and the line would be about
// another file.

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-given-file-"));
  const profiles = [{ name: "p", mode: "OAuth", oauth_site_type: "CN" }];
  await writeFile(join(folder, "other.json"), JSON.stringify({ current: "p", profiles }));
  await writeFile(join(folder, "with space.json"), "{");
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: readonly string[]) => runInProcess(args, { HOME: folder, USERPROFILE: folder });

test.each([
  ["resolve", "other.json", "alicred login p"],
  ["resolve --format external", "other.json", "alicred login p"],
  ["resolve nope", "other.json", "alicred profiles add nope"],
  ["resolve", "missing.json", "alicred profiles add NAME"],
  ["why", "other.json", "alicred login p"],
  ["why", "other.json", "alicred why"],
])("alicred %s -c %s advises: %s, with that file", async (line, name, advice) => {
  const file = join(folder, name);
  const { stdout, stderr } = await run(...line.split(" "), "-c", file);
  const lines = `${stdout}${stderr}`.split("\n").filter((each) => each.includes(`: ${advice}`));
  expect(lines.length).toBeGreaterThan(0);
  for (const each of lines) expect(each.endsWith(`: ${advice} -c ${file}`), each).toBe(true);
});

test("a file whose name has a blank is quoted; lines of the command itself have the file already", async () => {
  const file = join(folder, "with space.json");
  const { stderr } = await run("resolve", "-c", file);
  expect(stderr).toContain(`Fix it: alicred profiles doctor -c '${file}'\n`);
  const other = join(folder, "other.json");
  const { stderr: own } = await run("profiles", "use", "nope", "-c", other);
  expect(own).toContain(
    `alicred profiles list -c ${other}. Create it: alicred profiles add nope -c ${other}\n`,
  );
});

test("without the option nothing is added, after a run that had it too", async () => {
  const { stderr } = await run("resolve", "-c", join(folder, "other.json"));
  expect(stderr).toContain(" -c ");
  const plain = await run("resolve", "nope");
  expect(plain.stderr).toContain("alicred");
  expect(plain.stderr).not.toContain(" -c ");
});
