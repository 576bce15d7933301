import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { command } from "./command.ts";
import { docExamples } from "./docs/api/examples.ts";
import { anchors, type Document, documents, relativeLinks } from "./markdown.ts";
import { binPath, publicPackages, readJson, rootDir } from "./workspace.ts";

// Checks the documents: the examples compile, the links lead somewhere, the commands exist.

const all = documents();
const textOf = ({ prose, blocks }: Document): string => [prose, ...blocks.map(({ code }) => code)].join("\n");

/** Declarations that the text around the examples assumes, by file. */
const GIVEN = {
  "given.ts": `import type { Host, Resolver } from "@alicred/core";
import type { Cloud } from "@alicred/simulators";
import type { DenoKv } from "@alicred/store-deno-kv";
declare global {
  const Deno: {
    openKv(): Promise<DenoKv>;
    serve(handler: (request: Request) => Response | Promise<Response>): void;
  };
  const cloud: Cloud;
  const env: Readonly<Record<string, string>>;
  const host: Host;
  const resolver: Resolver;
}
`,
  "vault.ts": `import type { CredentialSource, Host } from "@alicred/core";
export declare const vault: CredentialSource;
export declare const fakeVault: Host["fetch"];
`,
  // As a Worker's runtime provides it; the interface has no index signature, as wrangler generates it.
  "cloudflare-workers.d.ts": `declare module "cloudflare:workers" {
  interface Env {
    readonly ALIBABA_CLOUD_CREDENTIALS_URI: string;
    readonly KV: { get(key: string): Promise<string | null> };
    readonly SESSIONS: import("@alicred/store-cloudflare").ObjectNamespace;
    readonly SESSION_COPIES: import("@alicred/store-cloudflare").KvNamespace;
  }
  export const env: Env;
  export function waitUntil(promise: Promise<unknown>): void;
}
`,
  // It has no types, and is not installed.
  "ali-oss.d.ts": `declare module "ali-oss" {
  export default class OSS {
    constructor(options: object);
  }
}
`,
};

/** Packages that are not of this workspace, as their READMEs name them. */
const OUTSIDE = {
  "alicred-source-vault": ["../../examples/vault-source/src/mod.ts"],
  "alicred-source-NAME": ["../../cli/templates/plugin/src/mod.ts"],
};

test("every example compiles, of documents and docstrings", async () => {
  const documented = await docExamples();
  // A translation shows the code of its original, as another test says.
  const originals = all.filter(({ file }) => !file.includes("zh-CN"));
  const inDocuments = originals.flatMap(({ file, blocks }) =>
    blocks
      .filter(({ language }) => /^(ts|js|typescript|javascript)$/.test(language))
      .map(({ code, line }) => {
        const name = `${file.replaceAll("/", "-").replace(".md", "")}-line-${line}.ts`;
        return { name, code };
      }),
  );
  expect(inDocuments.length).toBeGreaterThan(20);
  expect(documented.examples.length).toBeGreaterThan(20);
  const inSources = documented.examples.map(({ place, code }, index) => ({
    name: `${place.replaceAll(/[/\\]/g, "-")}-example-${index}.ts`,
    code,
  }));
  // Inside the repository, because the packages are found from there.
  const folder = join(rootDir, "build/examples");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const given = Object.entries(GIVEN).map(([name, code]) => ({ name, code }));
  for (const { name, code } of [...inDocuments, ...inSources, ...given])
    writeFileSync(join(folder, name), code);
  const compilerOptions = {
    rootDir: "../..",
    moduleDetection: "force",
    noUnusedLocals: false,
    noPropertyAccessFromIndexSignature: false,
    paths: OUTSIDE,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.tests.json", compilerOptions, include: ["*.ts"], exclude: [] }),
  );
  await command(binPath("tsc"), ["-p", folder, "--pretty", "false"], { cwd: rootDir });
});

test("every entry point has an example", async () => {
  expect((await docExamples()).missing).toEqual([]);
});

test("every relative link leads to a file or a heading", () => {
  const broken = all.flatMap((document) =>
    relativeLinks(document)
      .filter((target) => !leadsSomewhere(document, target))
      .map((target) => `${document.file}: ${target}`),
  );
  expect(broken).toEqual([]);
});

function leadsSomewhere(document: Document, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? document.file : posix.join(posix.dirname(document.file), path);
  if (!existsSync(join(rootDir, file))) return false;
  if (anchor === undefined) return true;
  const linked = all.find((other) => other.file === file);
  return linked !== undefined && anchors(linked).includes(anchor);
}

test("every script that is named exists", () => {
  const folders = new Map(publicPackages().map(({ dir, manifest }) => [manifest.name, dir]));
  const unknown = all.flatMap((document) =>
    [...textOf(document).matchAll(/npm run ([\w:-]+)(?: -w ([@\w/-]+))?/g)]
      .filter(
        ([, script = "", workspace]) =>
          !scriptsOf(workspace === undefined ? folderOf(document) : folders.get(workspace)).has(script),
      )
      .map(([named]) => `${document.file}: ${named}`),
  );
  expect(unknown).toEqual([]);
});

/** The folder whose scripts a document means: an example's are its own. */
function folderOf({ file }: Document): string {
  return /^examples\/[\w-]+(?=\/)/.exec(file)?.[0] ?? ".";
}

function scriptsOf(dir: string | undefined): ReadonlySet<string> {
  if (dir === undefined) return new Set();
  const { scripts = {} } = readJson<{ scripts?: Readonly<Record<string, string>> }>(
    join(rootDir, dir, "package.json"),
  );
  return new Set(Object.keys(scripts));
}

test("every file or folder that is given to a command exists", () => {
  const missing = all.flatMap((document) =>
    [...textOf(document).matchAll(/(?:npm run [\w:-]+ --|npx tsx) ([\w.-]+\/[\w./-]+)/g)]
      .filter(([, path = ""]) => !existsSync(join(rootDir, path)))
      .map(([named]) => `${document.file}: ${named}`),
  );
  expect(missing).toEqual([]);
});
