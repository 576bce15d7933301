import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";
import type { Checks } from "./checks.ts";
import { command } from "./command.ts";
import { binPath, publicPackages, rootDir } from "./workspace.ts";

/** How each runtime is told to run a program; workerd's build runs in Node by its condition. */
const RUNTIMES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  Node: [process.execPath],
  Deno: [binPath("deno"), "run", "--allow-env", "--allow-read"],
  Bun: [binPath("bun")],
  "what workerd chooses": [process.execPath, "--conditions=workerd"],
};

/** As wrangler bundles a Worker, Vercel an edge function, and others a page. */
const BUNDLERS: Readonly<Record<string, readonly string[]>> = {
  "a Worker": ["workerd", "worker", "browser"],
  "an edge function": ["edge-light", "import"],
  "a page": ["browser", "module"],
};

/** Tries the package `alicred` where the tarballs are installed: in each runtime, in bundles, beside other copies. */
export async function tryFrontDoor(checks: Checks, cwd: string): Promise<void> {
  for (const [runtime, argv] of Object.entries(RUNTIMES))
    await checks.check(`the front door opens in ${runtime}`, () => open(cwd, argv));
  for (const [bundle, conditions] of Object.entries(BUNDLERS))
    await checks.check(`the front door in the bundle of ${bundle} imports nothing`, () =>
      bundleDoors(cwd, conditions),
    );
  await checks.check("front doors and scoped packages in one program understand each other", () =>
    run(cwd, "copies.js", COPIES),
  );
  await checks.check("the command takes a plugin, whose kernel is another copy", () => usePlugin(cwd));
  await checks.check("alicred plugin new writes a plugin whose tests pass", () => newPlugin(cwd));
}

async function open(cwd: string, argv: readonly [string, ...string[]]): Promise<undefined> {
  const script = `import { resolver } from "alicred";
import process from "node:process";
Object.assign(process.env, { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIdoor", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret" });
const { accessKeyId } = await resolver({ env: process.env }).get();
console.log(accessKeyId, import.meta.resolve("alicred"));
`;
  writeFileSync(join(cwd, "front-door.js"), script);
  const [file, ...args] = argv;
  const output = await command(file, [...args, "front-door.js"], { cwd });
  if (!output.startsWith("LTAIdoor ")) throw new Error(`printed ${output}`);
  const wanted = args.includes("--conditions=workerd") ? "web" : args[0] === "run" ? "deno" : "node";
  if (!output.trim().endsWith(`dist/${wanted}/resolver.js`)) throw new Error(`opened ${output}`);
  return undefined;
}

/** Bundles each front door with everything inside, as esbuild does under these conditions, and looks for imports. */
async function bundleDoors(cwd: string, conditions: readonly string[]): Promise<string> {
  const doors = frontDoors();
  for (const door of doors) {
    const { metafile } = await build({
      stdin: { contents: `export * from ${JSON.stringify(door)};`, resolveDir: cwd },
      absWorkingDir: cwd,
      bundle: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: [...conditions],
      external: ["node:*"],
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
    if (imported.length > 0) throw new Error(`${door}: ${imported.map(({ path }) => path).join(", ")}`);
    const files = Object.keys(metafile.inputs).filter((path) => path !== "<stdin>");
    if (!files.every((path) => path.includes("alicred/dist/web/"))) throw new Error(`${door}: ${files}`);
  }
  return `${doors.length} front doors`;
}

/** The entry points of `alicred` that programs import, as they name them. */
function frontDoors(): readonly string[] {
  const exports = publicPackages().find(({ manifest }) => manifest.name === "alicred")?.manifest.exports;
  return Object.entries(exports ?? {}).flatMap(([subpath, path]) =>
    path.startsWith("./src/library/") ? `alicred${subpath.slice(1)}` : [],
  );
}

/** A source of the scoped packages in a front door, and errors of each copy of the kernel seen by the others. */
const COPIES = `import assert from "node:assert/strict";
import * as door from "alicred";
import * as terraform from "alicred/terraform";
import * as core from "@alicred/core";
import { assumeRole } from "@alicred/assume-role";
import { oidc } from "@alicred/oidc";
import { staticCredentials } from "@alicred/static";

assert.notEqual(door.AlicredError, core.AlicredError);
const key = staticCredentials({ accessKeyId: "LTAIkey", accessKeySecret: "secret" });
assert.equal((await door.resolver({ source: key }).get()).accessKeyId, "LTAIkey");

const thrown = (make) => Promise.resolve().then(make).then(() => assert.fail("nothing was thrown"), (error) => error);
const sees = (copy, error, name, code) => {
  assert.ok(error instanceof copy.AlicredError);
  assert.ok(error instanceof copy[name]);
  assert.equal(error instanceof copy.UnavailableError, false);
  assert.equal(error.code, code);
};
const errors = [
  [() => terraform.resolver({ region: 1 }), "ConfigurationError", "INVALID_OPTION"],
  [() => assumeRole({ from: key, roleArn: "none" }), "ConfigurationError", "INVALID_OPTION"],
  [() => door.resolver({ source: oidc(), env: {} }).get(), "NotConfiguredError", "NOT_CONFIGURED"],
];
for (const [make, name, code] of errors)
  for (const copy of [door, core]) sees(copy, await thrown(make), name, code);
`;

/** The example of a third party, built as its author publishes it: by a path, and installed as a package. */
async function usePlugin(cwd: string): Promise<undefined> {
  const example = join(rootDir, "examples/vault-source");
  const { code } = await transform(readFileSync(join(example, "src/mod.ts"), "utf8"), { loader: "ts" });
  const installed = join(cwd, "node_modules/alicred-source-vault");
  mkdirSync(join(installed, "dist"), { recursive: true });
  cpSync(join(example, "package.json"), join(installed, "package.json"));
  writeFileSync(join(installed, "dist/mod.js"), code);
  writeFileSync(join(cwd, "vault.js"), code);
  const profile = { name: "v", mode: "Vault", vault_role: "deploy", vault_token: "token" };
  const profiles = [{ ...profile, vault_address: "http://127.0.0.1:9" }];
  writeFileSync(join(cwd, "config.json"), JSON.stringify({ profiles }));
  const alicred = join(cwd, "node_modules/.bin/alicred");
  for (const module of ["./vault.js", "alicred-source-vault"]) {
    const args = ["why", "--plugin", module, "--profile", "v", "--config-file", "config.json"];
    const printed = await command(alicred, args, { cwd });
    if (!/vault: would answer[\s\S]*address from field vault_address/.test(printed)) throw new Error(printed);
  }
  return undefined;
}

/** A new plugin, which finds the installed packages as its own dependencies; its tests as Node runs them. */
async function newPlugin(cwd: string): Promise<string> {
  await command(join(cwd, "node_modules/.bin/alicred"), ["plugin", "new", "acme"], { cwd });
  const folder = join(cwd, "alicred-source-acme");
  const outfile = join(folder, "build/node-test.mjs");
  await build({
    entryPoints: [join(folder, "test/node.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "silent",
  });
  const report = await command(process.execPath, ["--test", "--test-reporter=tap", outfile], { cwd: folder });
  const [, passed = "0"] = /^# pass (\d+)$/m.exec(report) ?? [];
  if (Number(passed) < 5 || !/^# fail 0$/m.test(report)) throw new Error(report);
  return `${passed} tests`;
}

async function run(cwd: string, file: string, code: string): Promise<undefined> {
  writeFileSync(join(cwd, file), code);
  await command(process.execPath, [file], { cwd });
  return undefined;
}
