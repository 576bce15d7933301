import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

// Each command loads nothing of the others, and no preset except the requested one.

const root = fileURLToPath(new URL("../../", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "alicred-loaded-"));
const log = join(home, "loaded.txt");

mkdirSync(join(home, ".aliyun"));
const profile = { name: "dev", mode: "AK", access_key_id: "LTAIdev", access_key_secret: "secret" };
writeFileSync(
  join(home, ".aliyun/config.json"),
  JSON.stringify({ current: "dev", profiles: [{ ...profile, region_id: "cn-hangzhou" }] }),
);
writeFileSync(
  join(home, "hooks.mjs"),
  `import { appendFileSync } from "node:fs";
export function load(url, context, next) {
  appendFileSync(${JSON.stringify(log)}, url + "\\n");
  return next(url, context);
}
`,
);
writeFileSync(
  join(home, "record.mjs"),
  `import { register } from "node:module";\nregister("./hooks.mjs", import.meta.url);\n`,
);

afterAll(() => rmSync(home, { recursive: true }));

/** Runs the command, and returns the modules of this repository and of its dependencies that it loaded. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  writeFileSync(log, "");
  const record = pathToFileURL(join(home, "record.mjs")).href;
  const command = ["--import", "tsx", "--import", record, join(root, "cli/src/main.ts"), ...args];
  const env = { PATH: process.env["PATH"], HOME: home, USERPROFILE: home };
  await promisify(execFile)(process.execPath, command, { env });
  const here = pathToFileURL(root).href;
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((url) => url.startsWith(here))
    .map((url) => url.slice(here.length).replace(/\?.*/, ""));
}

const presetsIn = (loaded: readonly string[]): readonly string[] =>
  [...new Set(loaded.map((path) => /^plugins\/presets\/src\/([\w-]+)\/mod\.ts$/.exec(path)?.[1]))].filter(
    (name) => name !== undefined && name !== "profile-modes",
  ) as readonly string[];

test("help loads the command line alone", async () => {
  const loaded = await loadedBy("--help");
  expect(loaded).toContain("cli/src/program.ts");
  expect(loaded.filter((path) => /^(?:core|plugins|simulators)\//.test(path))).toEqual([]);
  expect(loaded.filter((path) => /-command\.ts$/.test(path))).toEqual([]);
});

test.each([
  ["terraform", ["terraform"]],
  ["sdk", ["sdk-default"]],
  ["cli", ["aliyun-cli"]],
])("resolve --as %s loads the preset of this tool", async (tool, presets) => {
  const loaded = await loadedBy("resolve", "--as", tool, "--profile", "dev");
  expect(presetsIn(loaded)).toEqual(presets);
  const others =
    /^simulators\/|^plugins\/files\/file-store\/|why-command|simulate-command|load-plugins|provider-config|node_modules\/(?:hono|node-forge)/;
  expect(loaded.filter((path) => others.test(path))).toEqual([]);
});

test("resolve of one profile loads no preset", async () => {
  expect(presetsIn(await loadedBy("resolve", "--profile", "dev"))).toEqual([]);
});
