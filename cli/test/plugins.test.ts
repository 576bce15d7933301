import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// Plugins of a third party at the prompt: `--plugin` and `ALICRED_PLUGINS`.

const SECRET = "canary-secret";
const repository = fileURLToPath(new URL("../../", import.meta.url));
const bin = join(repository, "cli/bin/alicred.js");
/** The folder that the command works in. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), "alicred-plugins-")));

const plugin = (name: string, mode: string) => `
import { definePlugin, found, schemaOf } from "@alicred/core";
const mode = {
  mode: "${mode}",
  source: ({ name, fields }) => ({
    name: "${name}",
    async resolve(context) {
      context.supplied("address", \`field vault_address of profile \${name}\`);
      return found({ accessKeyId: "LTAI${name}", accessKeySecret: fields.secret });
    },
  }),
};
export const ${name}Plugin = definePlugin({
  name: "${name}",
  options: schemaOf({}),
  source: () => mode.source({ name: "", fields: {} }),
  profileModes: [mode],
});
`;

const FILES: Readonly<Record<string, string>> = {
  "config.json": JSON.stringify({
    profiles: [
      { name: "v", mode: "Vault", secret: SECRET, vault_address: "https://vault", region_id: "cn-hangzhou" },
      { name: "k", mode: "Keeper", secret: SECRET },
    ],
  }),
  "vault.mjs": plugin("vault", "Vault"),
  "keeper.mjs": plugin("keeper", "Keeper"),
  "default.mjs": 'export { vaultPlugin as default, vaultPlugin } from "./vault.mjs";',
  "both.mjs": 'export * from "./vault.mjs";\nexport * from "./keeper.mjs";',
  "typed/package.json": '{ "type": "module" }',
  "typed/vault.ts": 'export * from "../vault.mjs";\nexport type Address = string;',
  "again.mjs": plugin("again", "vAULT"),
  "own.mjs": plugin("own", "RamRoleArn"),
  "none.mjs": "export const answer = 42;",
  "empty.mjs": "",
  "broken.mjs": "export const answer = ;",
  "throws.mjs": `throw new RangeError("no address, token=${SECRET}1");`,
  "of-another-version.mjs": 'import { defineOldPlugin } from "@alicred/core";',
  "like-one.mjs": 'export const oldPlugin = { name: "old", source: () => undefined };',
  "node_modules/vault-package/package.json": JSON.stringify({
    name: "vault-package",
    exports: { "./plugin": { types: "./index.d.mts", import: "./index.mjs" } },
  }),
  "node_modules/vault-package/index.mjs": plugin("vault", "Vault"),
};

beforeAll(() => {
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  mkdirSync(join(folder, "node_modules/@alicred"));
  symlinkSync(join(repository, "core"), join(folder, "node_modules/@alicred/core"), "junction");
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function alicred(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const hermetic = {
    PATH: process.env["PATH"],
    HOME: folder,
    USERPROFILE: folder,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bin, ...args],
      { cwd: folder, env: { ...hermetic, ...env } },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

const ofVault = ["--profile", "v", "--config-file", "config.json"];

describe("a plugin of one's own", () => {
  test.each([
    ["a path", "./vault.mjs"],
    ["an absolute path", join(folder, "vault.mjs")],
    ["a package that only import can load", "vault-package/plugin"],
    ["a default export beside the same one", "./default.mjs"],
    ["TypeScript, in a checkout", "./typed/vault.ts"],
  ])("%s: why shows its trace", async (_name, module) => {
    const { code, stdout, stderr } = await alicred(["why", ...ofVault, "--plugin", module]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("└─ vault: credentials");
    expect(stdout).toContain("address from field vault_address of profile v");
    expect(stdout).not.toContain(SECRET);
  });

  test.each(["sdk", "cli", "terraform"])("resolve --as %s finds its profile", async (tool) => {
    const { stdout } = await alicred([
      "resolve",
      "--as",
      tool,
      ...ofVault,
      "--plugin",
      "./vault.mjs",
      "--json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ accessKeyId: "LTAIvault", accessKeySecret: SECRET });
  });

  test("several: by the option, by the variable and in one module", async () => {
    const twice = await alicred([
      "resolve",
      "-c",
      "config.json",
      "-p",
      "k",
      "--plugin",
      "./vault.mjs",
      "--plugin",
      "./keeper.mjs",
    ]);
    expect(twice.stdout).toContain("LTAIkeeper");
    const ALICRED_PLUGINS = ["./both.mjs", "", "./vault.mjs"].join(delimiter);
    const listed = await alicred(["resolve", ...ofVault, "--plugin", "./both.mjs"], { ALICRED_PLUGINS });
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining("LTAIvault") });
  });

  test("two copies of the kernel in one program understand each other", async () => {
    const copy = "elsewhere/node_modules/@alicred/core";
    mkdirSync(join(folder, copy), { recursive: true });
    for (const part of ["package.json", "src"])
      cpSync(join(repository, "core", part), join(folder, copy, part), { recursive: true });
    write("elsewhere/vault.mjs", plugin("vault", "Vault"));
    const { stdout, stderr } = await alicred(["resolve", ...ofVault, "--plugin", "./elsewhere/vault.mjs"]);
    expect({ stderr, stdout }).toMatchObject({ stderr: "", stdout: expect.stringContaining("LTAIvault") });
  });

  test("config.json names no module", async () => {
    write(
      "planted.json",
      JSON.stringify({
        plugins: ["./vault.mjs"],
        plugin: "./vault.mjs",
        profiles: [{ name: "v", mode: "Vault", plugin: "./vault.mjs" }],
      }),
    );
    const { code, stderr } = await alicred(["resolve", "-p", "v", "-c", "planted.json"]);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /UNKNOWN_PROFILE_MODE[\s\S]*\nTo load the plugin of a mode: --plugin MODULE\n/,
      ),
    });
  });
});

describe("a module that cannot be used says why", () => {
  test.each([
    ["./missing.mjs", "INVALID_OPTION", /there is no file .*missing\.mjs\. Check the path/],
    ["missing-package", "INVALID_OPTION", /no package of this name is installed for .*Install it/],
    ["vault-package", "INVALID_OPTION", /no package of this name/],
    ["vault.mjs", "INVALID_OPTION", /no package has this name\. For the file, write \.\/vault\.mjs/],
    [".", "INVALID_OPTION", /this is a folder\. Name a file in it/],
    ["./none.mjs", "INVALID_OPTION", /exports no plugin\. Found: answer\. Export what definePlugin/],
    ["./empty.mjs", "INVALID_OPTION", /exports no plugin\. Found: nothing\./],
    ["./like-one.mjs", "INVALID_OPTION", /export oldPlugin is not a plugin.*npm ls @alicred\/core/],
    [
      "./of-another-version.mjs",
      "INVALID_OPTION",
      /imports defineOldPlugin of @alicred\/core, which the installed version lacks/,
    ],
    ["./broken.mjs", "INVALID_OPTION", /not valid JavaScript\. node --check .*broken\.mjs says where/],
    [
      "./own.mjs",
      "INVALID_OPTION",
      /plugin "own" provides the mode RamRoleArn, which alicred.s own code provides too/,
    ],
    [
      "./again.mjs",
      "INVALID_OPTION",
      /plugin "again" provides the mode vAULT, which plugin "vault" of \.\/vault\.mjs provides too/,
    ],
    [
      "./throws.mjs",
      "SOURCE_THREW",
      /--plugin \.\/throws\.mjs threw RangeError: no address.*\n +at .*throws\.mjs:1:7/,
    ],
  ])("%s", async (module, code, reason) => {
    const run = await alicred(["resolve", ...ofVault, "--plugin", "./vault.mjs", "--plugin", module]);
    expect(run.code).toBe(code === "INVALID_OPTION" ? 2 : 1);
    expect(run.stderr).toMatch(new RegExp(`^alicred: ${code}\n--plugin `));
    expect(run.stderr).toMatch(reason);
    expect(run.stderr + run.stdout).not.toContain(SECRET);
  });

  test("the variable is named where it named the module", async () => {
    const { stderr } = await alicred(["why"], { ALICRED_PLUGINS: "./none.mjs" });
    expect(stderr).toContain("ALICRED_PLUGINS ./none.mjs: it exports no plugin");
  });

  test("an empty name, and a tool that reads no profiles", async () => {
    expect((await alicred(["why", "--plugin", ""])).stderr).toContain("It must not be empty");
    const edge = await alicred(["resolve", "--as", "edge", "--plugin", "./vault.mjs"]);
    expect(edge.stderr).toContain("Leave out --plugin");
  });
});
