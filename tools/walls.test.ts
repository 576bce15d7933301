// Plants a violation of every import wall in a copy of the workspace's shape and lets the real linter find it.
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binPath, publicPackages, rootDir } from "./workspace.ts";

interface Plant {
  /** Where the code is put; the file's name is added. */
  readonly folder: string;
  readonly code: string;
  /** The rule that must object, or `undefined` when the code is allowed there. */
  readonly rule: string | undefined;
}

const imports = "lint/style/noRestrictedImports";
const globals = "lint/style/noRestrictedGlobals";
const properties = "lint/nursery/noJsRestrictedProperties";
const undeclared = "lint/correctness/noUndeclaredDependencies";
const nodeModules = "lint/correctness/noNodejsModules";
const noConsole = "lint/suspicious/noConsole";
const grit = "plugin";

const core = "core/src/refresh";
const host = "core/src/host";
const plugin = "plugins/modes/assume-role/src";
const store = "plugins/files/file-store/src";
const telemetry = "plugins/observers/opentelemetry/src";
const functionCompute = "plugins/platforms/function-compute/src";
const sharedCache = "plugins/stores/shared-cache/src";
const presets = "plugins/presets/src/terraform";
const simulator = "simulators/src";
const sharedByServices = "simulators/src/cloud";
const service = "simulators/src/services/sts";
const serve = "simulators/src/reach/serve";
const kit = "test/conformance/src";
const cli = "cli/src";
const outside = ["examples/vault-source", "cli/templates/plugin"];

const plants: readonly Plant[] = [
  ...deny(core, imports, [
    'export * from "zod";',
    'export * from "@alicred/sts";',
    'export type { A } from "@alicred/presets";',
    'import "hono";',
    'export const lazy = import("zod");',
  ]),
  ...deny(core, nodeModules, ['export * from "node:fs";', 'export * from "fs";']),
  ...deny(core, grit, [
    'export * from "../../../plugins/shared/sts/src/mod.ts";',
    'export type { A } from "../../../simulators/src/mod.ts";',
    'export const lazy = import("../../../node_modules/zod/index.js");',
    "export const lazy = (name: string) => import(name);",
    'export type A = import("zod").ZodType;',
  ]),
  ...allow(core, ['export * from "./a.ts";', 'export * from "../a.ts";']),

  ...deny(host, imports, ['export * from "zod";', 'export * from "@alicred/sts";']),
  ...allow(host, [
    'export * from "node:fs/promises";',
    "export const env = process.env;",
    "export const now = () => Date.now();",
    'export const lazy = import("node:fs");',
    'export const get = fetch("http://127.0.0.1");',
  ]),

  ...deny(plugin, imports, [
    'export * from "@alicred/static";',
    'export * from "@alicred/simulators";',
    'export * from "@alicred/core/src/errors.ts";',
    'export * from "hono";',
    'export * from "commander";',
    'export const lazy = import("@alicred/env");',
  ]),
  ...deny(plugin, undeclared, ['export * from "jose";']),
  ...deny("plugins/modes/env/src", undeclared, ['export * from "@alicred/sts";']),
  ...deny("plugins/shared/plugin-kit/src", undeclared, ['export * from "@alicred/sts";']),
  ...allow("plugins/modes/bearer-token/src", ['export * from "@alicred/plugin-kit";']),
  ...deny(plugin, nodeModules, ['export * from "node:crypto";']),
  ...deny(plugin, grit, [
    'export * from "../../../shared/sts/src/mod.ts";',
    'export * from "../../../core/src/errors.ts";',
    "export const lazy = (name: string) => import(name);",
  ]),
  ...allow(plugin, [
    'export * from "./a.ts";',
    'export * from "@alicred/core";',
    'export * from "@alicred/sts";',
  ]),
  // Allowed for packages that declare it.
  ...deny("plugins/files/shared-config/src", undeclared, ['export * from "zod/mini";']),

  ...deny("plugins/platforms/platform-oidc/src", imports, [
    'export * from "@alicred/static";',
    'export * from "@alicred/presets";',
    'export * from "zod";',
  ]),
  ...allow("plugins/platforms/platform-oidc/src", [
    'export * from "./a.ts";',
    'export * from "@alicred/oidc";',
    'export * from "jose";',
  ]),
  ...deny(telemetry, imports, ['export * from "@opentelemetry/sdk-metrics";', 'export * from "zod";']),
  ...allow(telemetry, ['export * from "@opentelemetry/api";']),
  ...deny("plugins/observers/logs/src", imports, ['export * from "pino";']),
  ...deny(functionCompute, imports, ['export * from "@alicred/oidc";', 'export * from "@alicred/env";']),

  ...deny(sharedCache, imports, ['export * from "@alicred/static";', 'export * from "@alicred/presets";']),
  ...deny(sharedCache, nodeModules, ['export * from "node:fs";']),

  ...deny(store, imports, [
    'export * from "@alicred/shared-config";',
    'export * from "@alicred/simulators";',
    'export * from "zod/mini";',
  ]),
  ...deny(plugin, imports, ['export * from "@alicred/file-store";', 'export * from "ini";']),
  ...allow(store, ['export * from "node:fs/promises";', 'export * from "@alicred/core";']),

  ...deny(presets, imports, [
    'export * from "zod";',
    'export * from "zod/mini";',
    'export * from "jose";',
    'export * from "@alicred/simulators";',
    'export * from "@alicred/file-store";',
    'export * from "@alicred/core/host/node";',
    'export * from "@alicred/static/src/source.ts";',
  ]),
  ...deny(presets, nodeModules, ['export * from "node:fs";']),
  ...deny(presets, grit, ['export * from "../../../static/src/mod.ts";']),
  ...allow(presets, [
    'export * from "./a.ts";',
    'export * from "../a.ts";',
    'export * from "@alicred/core";',
    'export * from "@alicred/static";',
    'export * from "@alicred/oauth/login";',
    'export * from "@alicred/shared-config";',
  ]),
  ...deny(plugin, imports, ['export * from "@alicred/presets";']),

  ...outside.flatMap((folder) => [
    ...deny(`${folder}/src`, imports, [
      'export * from "zod";',
      'export * from "@alicred/sts";',
      'export * from "@alicred/core/host/node";',
    ]),
    ...deny(`${folder}/src`, nodeModules, ['export * from "node:fs";']),
    ...deny(`${folder}/src`, grit, ['export * from "../../../core/src/errors.ts";']),
    ...allow(`${folder}/src`, [
      'export * from "./a.ts";',
      'export * from "@alicred/core";',
      'export * from "@alicred/plugin-kit";',
    ]),
  ]),

  ...[core, plugin, store, presets, ...outside.map((folder) => `${folder}/src`)].flatMap((folder) => [
    ...deny(folder, properties, [
      "export const now = () => Date.now();",
      'export const now = () => Date["now"]();',
      "export const { now } = Date;",
      "export const random = () => Math.random();",
      "export const id = () => crypto.randomUUID();",
    ]),
    ...deny(folder, grit, ["export const now = () => new Date();"]),
    ...deny(folder, globals, [
      'export const get = () => fetch("http://127.0.0.1");',
      "export const wait = () => setTimeout(() => {}, 1);",
      "export const env = process.env;",
      'export const bytes = Buffer.from("");',
      'export const env = Deno.env.get("HOME");',
      "export const bun = Bun.version;",
      "export const now = () => globalThis.Date.now();",
      'export const get = () => self.fetch("http://127.0.0.1");',
    ]),
    ...allow(folder, [
      'export const parsed = Date.parse("2020-01-01T00:00:00Z");',
      "export const text = (ms: number) => new Date(ms).toISOString();",
      'export const digest = (data: BufferSource) => crypto.subtle.digest("SHA-256", data);',
    ]),
  ]),

  ...deny(simulator, imports, ['export * from "@alicred/core";', 'export type { A } from "@alicred/sts";']),
  ...deny(simulator, nodeModules, ['export * from "node:http";']),
  ...deny(simulator, globals, ["export const env = process.env;", 'export const b = Buffer.from("");']),
  ...deny(simulator, grit, ['export * from "../../core/src/mod.ts";']),
  ...allow(simulator, ['export * from "./a.ts";', 'export * from "hono";', 'export * from "zod";']),
  ...deny(sharedByServices, imports, [
    'export type { A } from "../services/sts/mod.ts";',
    'export * from "../services.ts";',
    'export * from "../reach/msw.ts";',
    'export * from "@alicred/core";',
  ]),
  ...allow(sharedByServices, ['export * from "./a.ts";', 'export * from "../cloud/a.ts";']),
  ...deny(service, imports, [
    'export type { A } from "../oauth/mod.ts";',
    'export * from "../../services.ts";',
    'export * from "../../reach/control/mod.ts";',
    'export * from "@alicred/sts";',
  ]),
  ...allow(service, ['export * from "./a.ts";', 'export * from "../../cloud/service.ts";']),
  ...deny(serve, imports, ['export * from "@alicred/core";']),
  ...allow(serve, ['export * from "node:http";', "export const env = process.env;"]),

  ...deny(kit, imports, ['export * from "@alicred/static";', 'export * from "@alicred/simulators";']),
  ...deny(kit, nodeModules, ['export * from "node:util";']),
  ...allow(kit, ['export * from "@alicred/core";', 'export * from "@alicred/plugin-kit";']),

  ...deny(cli, imports, [
    'export * from "@alicred/simulators";',
    'export * from "@alicred/simulators/serve";',
    'export const lazy = import("@alicred/simulators");',
  ]),
  ...allow("cli/src/commands/simulate", ['export * from "@alicred/simulators/serve";']),
  ...[cli, "cli/src/commands/simulate"].flatMap((folder) => [
    ...deny(folder, properties, [
      'process.stdout.write("text");',
      'process.stderr.write("text");',
      "export const { stdout } = process;",
      'process["stdout"].write("text");',
    ]),
    ...deny(folder, noConsole, ['console.log("text");']),
    ...deny(folder, imports, ['export { stdout } from "node:process";', 'export * from "node:console";']),
  ]),
  ...deny(cli, undeclared, ['export * from "hono";']),
  ...deny(cli, grit, ["export const lazy = (name: string) => import(name);"]),
  ...allow(cli, ['export * from "@alicred/presets";', 'export * from "node:os";']),
];

const named = plants.map((plant, index) => ({ ...plant, file: `${plant.folder}/planted-${index}.ts` }));
let workspace: string;
let found: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), "alicred-walls-")));
  for (const path of ["biome.json", ".gitignore", "package.json", "tools/lint"]) copy(path);
  for (const dir of [...publicPackages().map((one) => one.dir), ...outside]) copy(`${dir}/package.json`);
  for (const { file, code } of named) {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), `${code}\n`);
  }
  found = await lint(workspace);
});

afterAll(() => rmSync(workspace, { recursive: true }));

test.each(named.filter(({ rule }) => rule !== undefined))("$folder may not: $code", ({ file, rule }) => {
  expect(found.get(file) ?? []).toContain(rule);
});

test.each(named.filter(({ rule }) => rule === undefined))("$folder may: $code", ({ file }) => {
  const walls = [imports, globals, properties, undeclared, nodeModules, noConsole, grit];
  expect((found.get(file) ?? []).filter((rule) => walls.includes(rule))).toEqual([]);
});

test("no source file switches the linter or the compiler off", () => {
  const directive = /biome-ignore|@ts-(?:ignore|nocheck|expect-error)|eslint-disable/;
  const sources = publicPackages().flatMap(({ dir }) =>
    readdirSync(join(rootDir, dir), { recursive: true, encoding: "utf8" })
      .filter((file) => file.startsWith("src") && file.endsWith(".ts"))
      .map((file) => join(rootDir, dir, file)),
  );
  expect(sources.filter((file) => directive.test(readFileSync(file, "utf8")))).toEqual([]);
});

function deny(folder: string, rule: string, codes: readonly string[]): readonly Plant[] {
  return codes.map((code) => ({ folder, code, rule }));
}

function allow(folder: string, codes: readonly string[]): readonly Plant[] {
  return codes.map((code) => ({ folder, code, rule: undefined }));
}

function copy(path: string): void {
  cpSync(join(rootDir, path), join(workspace, path), { recursive: true });
}

/** The rules that objected, by file. */
async function lint(cwd: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const output = await new Promise<string>((resolve) => {
    const args = ["lint", "--max-diagnostics=none", "--reporter=github", "."];
    execFile(binPath("biome"), args, { cwd, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  const rules = new Map<string, string[]>();
  for (const [, rule = "", file = ""] of output.matchAll(/^::\w+ title=([^,]+),file=([^,]+),/gm)) {
    const key = relative(cwd, file).replaceAll("\\", "/");
    rules.set(key, [...(rules.get(key) ?? []), rule]);
  }
  return rules;
}
