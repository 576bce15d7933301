import {
  cpSync,
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

// The template of a plugin: once it has a name, everything of it passes at once.

const TEMPLATE = join(rootDir, "cli/templates/plugin");

/** The forms in which a name appears, the longer placeholders first. */
function placeholders(name: string): readonly (readonly [placeholder: string, text: string])[] {
  const words = name.split("-");
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return [
    ["CONSTANT_NAME", words.join("_").toUpperCase()],
    ["PascalName", pascal],
    ["camelName", pascal.charAt(0).toLowerCase() + pascal.slice(1)],
    ["snake_name", words.join("_")],
    ["NAME", name],
  ];
}

/** A folder with the template under a name, beside the packages of the workspace. */
function instantiate(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "alicred-template-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(TEMPLATE, folder, { recursive: true });
  for (const path of filesOf(folder)) {
    const text = placeholders(name).reduce(
      (all, [placeholder, by]) => all.replaceAll(placeholder, by),
      readFileSync(path, "utf8"),
    );
    writeFileSync(path, text);
  }
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
    const folder = instantiate(name);
    await command(binPath("tsc"), ["-p", ".", "--noEmit"], { cwd: folder });
    await command(binPath("tsc"), ["-p", "test"], { cwd: folder });
    const report = await command(binPath("tsx"), ["--test", "test/node.ts"], { cwd: folder });
    expect(Number(/^# pass (\d+)$/m.exec(report)?.[1])).toBeGreaterThan(5);
    expect(report).toMatch(/^# fail 0$/m);
  });

  test("has its name everywhere", () => {
    const folder = instantiate(name);
    rmSync(join(folder, "node_modules"));
    const texts = filesOf(folder).map((path) => readFileSync(path, "utf8"));
    for (const text of texts) expect(text).not.toMatch(/PascalName|camelName|snake_name|CONSTANT_NAME|NAME/);
    expect(readJson<Manifest>(join(folder, "package.json")).name).toBe(`alicred-source-${name}`);
  });
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
