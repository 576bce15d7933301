import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { satisfies } from "semver";
import { describe, expect, onTestFinished, test } from "vitest";
import { command } from "../../tools/command.ts";
import { binPath, type Manifest, readJson, rootDir } from "../../tools/workspace.ts";
import { runInProcess } from "./support/in-process.ts";

// The template of a plugin: once it has a name, everything of it passes at once.

/** A folder with a new plugin, beside the packages of the workspace. */
async function instantiate(name: string): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), "alicred-template-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, "plugin");
  const { code, stderr } = await runInProcess(["plugin", "new", name, "--to", folder], {});
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  symlinkSync(join(rootDir, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

describe.each(["acme", "my-key-service"])("a plugin called %s", (name) => {
  test("compiles and passes its own tests", async () => {
    const folder = await instantiate(name);
    await command(binPath("tsc"), ["-p", ".", "--noEmit"], { cwd: folder });
    await command(binPath("tsc"), ["-p", "test"], { cwd: folder });
    const report = await command(binPath("tsx"), ["--test", "test/node.ts"], { cwd: folder });
    expect(Number(/^# pass (\d+)$/m.exec(report)?.[1])).toBeGreaterThan(5);
    expect(report).toMatch(/^# fail 0$/m);
    const inVitest = await command(binPath("vitest"), ["run", "--root", folder], { cwd: folder });
    expect(inVitest).toMatch(/Tests +\d+ passed \(\d+\)/);
  });

  test("has its name everywhere", async () => {
    const folder = await instantiate(name);
    rmSync(join(folder, "node_modules"));
    const texts = filesOf(folder).map((path) => readFileSync(path, "utf8"));
    for (const text of texts) expect(text).not.toMatch(/PascalName|camelName|snake_name|CONSTANT_NAME|NAME/);
    expect(readJson<Manifest>(join(folder, "package.json")).name).toBe(`alicred-source-${name}`);
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("dist/\nnode_modules/\n");
  });
});

test.each(["Acme", "my_service", "1st", "a--b", "../x", ""])("%j is no name of a plugin", async (name) => {
  const { code, stderr } = await runInProcess(["plugin", "new", name], {});
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("my-key-service") });
});

test("a folder that is not empty stays as it is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "alicred-template-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "mine.txt"), "mine");
  const { code, stderr } = await runInProcess(["plugin", "new", "acme", "--to", folder], {});
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("is not empty") });
  expect(readdirSync(folder)).toEqual(["mine.txt"]);
});

test.each(["cli/templates/plugin", "examples/vault-source"])(
  "%s asks for the packages of this repository",
  (dir) => {
    const { peerDependencies = {}, devDependencies = {} } = readJson<Manifest>(
      join(rootDir, dir, "package.json"),
    );
    const own = Object.entries({ ...devDependencies, ...peerDependencies }).filter(([each]) =>
      each.startsWith("@alicred/"),
    );
    expect(own.map(([each]) => each).sort()).toEqual([
      "@alicred/conformance",
      "@alicred/core",
      "@alicred/plugin-kit",
    ]);
    for (const [each, range] of own) {
      const { version } = readJson<Manifest>(join(rootDir, "node_modules", each, "package.json"));
      expect(satisfies(version, range)).toBe(true);
    }
  },
);
