import { equal, match } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium, missingChromium } from "../../test/runtimes/launch-chromium.ts";
import { command } from "../command.ts";
import { rootDir } from "../workspace.ts";
import type { Kitchen } from "./kitchen.ts";
import { inMiniflare } from "./miniflare.ts";

/** A folder of examples, and how it is tried. */
export interface Recipe {
  readonly name: string;
  /** Whether it takes seconds, and runs from the sources too. */
  readonly isQuick: boolean;
  /** Packages that it needs besides those of this repository, by their ranges in its package.json. */
  readonly installs?: readonly string[];
  /** The things that it needs of this machine and does not find. */
  readonly missing?: () => string | undefined;
  /** @returns what was seen */
  run(kitchen: Kitchen, isPacked: boolean): Promise<string>;
}

export const recipes: readonly Recipe[] = [
  { name: "bun-serve", isQuick: true, run: bunServe },
  { name: "function-compute", isQuick: true, run: functionCompute },
  { name: "github-actions", isQuick: false, run: githubActions },
  { name: "kubernetes", isQuick: false, run: kubernetes },
  { name: "deno-deploy", isQuick: true, run: denoDeploy },
  { name: "cloudflare-worker", isQuick: true, installs: ["wrangler"], run: cloudflareWorker },
  {
    name: "browser-upload",
    isQuick: false,
    installs: ["esbuild", "tsx"],
    missing: missingChromium,
    run: browserUpload,
  },
  { name: "terraform-exec", isQuick: false, run: terraformExec },
  {
    name: "nextjs-vercel",
    isQuick: false,
    installs: ["next", "react", "react-dom", "@types/node", "@types/react", "typescript"],
    run: nextjsVercel,
  },
];

async function bunServe({ url, serve, count }: Kitchen): Promise<string> {
  await serve("start");
  equal(await textOf(`${url}/notes.txt`, { method: "PUT", body: "a note" }), "stored notes.txt\n");
  equal(await textOf(`${url}/notes.txt`), "a note");
  const lists = await Promise.all(Array.from({ length: 20 }, () => textOf(url)));
  for (const list of lists) equal(list, '["notes.txt"]');
  equal(await count("AssumeRole"), 1);
  return "22 requests, 1 AssumeRole";
}

async function functionCompute({ run }: Kitchen): Promise<string> {
  const output = await run("start");
  match(output, /^handler: stored simulated-bucket\/from-handler\.txt$/m);
  match(output, /^custom runtime: stored simulated-bucket\/from-server\.txt$/m);
  return "a handler and a custom runtime";
}

async function githubActions({ run, count }: Kitchen): Promise<string> {
  equal(await run("start"), "deployed index.html\n");
  equal(await count("AssumeRoleWithOIDC"), 1);
  return "1 AssumeRoleWithOIDC";
}

async function kubernetes({ run }: Kitchen, isPacked: boolean): Promise<string> {
  const rrsa = await run("start");
  match(rrsa, /^stored shop\/started as .*\boidc\b/m);
  // The command itself takes its time to start from the sources.
  if (!isPacked) return "RRSA";
  const sidecar = await run("sidecar");
  match(sidecar, /^stored shop\/started as .*\bcredentials-uri\b/m);
  return "RRSA and the sidecar";
}

async function denoDeploy({ url, serve, change, count, folder }: Kitchen): Promise<string> {
  // JSR may be out of reach; where the platform issues no tokens, nothing else of it is used.
  writeFileSync(
    join(folder, "deno-oidc.ts"),
    "export const supportsIssuingIdTokens = false;\nexport const getIdToken = async (audience: string): Promise<string> => audience;\n",
  );
  change("deno.json", (text) => text.replace(/"jsr:@deno\/oidc[^"]*"/, '"./deno-oidc.ts"'));
  await serve("start");
  for (const visit of [1, 2, 3]) equal(await textOf(url), `visit ${visit}\n`);
  equal(await count("AssumeRoleWithOIDC"), 1);
  return "3 visits, 1 AssumeRoleWithOIDC";
}

async function cloudflareWorker(kitchen: Kitchen, isPacked: boolean): Promise<string> {
  const upload = async (url: string): Promise<void> => {
    const granted = await Promise.all(Array.from({ length: 20 }, () => textOf(`${url}/uploads/cat.txt`)));
    const { url: target }: { url: string } = JSON.parse(granted[0] ?? "");
    // Bytes, because a text would be sent with a content-type that was not signed.
    await textOf(target, { method: "PUT", body: Buffer.from("a cat") });
    equal(await textOf(`${url}/photos/cat.txt`), "a cat");
    const { issuer }: { issuer: string } = JSON.parse(
      await textOf(`${url}/.well-known/openid-configuration`),
    );
    equal(issuer, "https://photos.example.com");
    equal(await kitchen.count("AssumeRoleWithOIDC"), 1);
  };
  if (isPacked) {
    await kitchen.serve("start");
    await upload(kitchen.url);
  } else await inMiniflare(kitchen.folder, upload);
  return `20 requests, 1 AssumeRoleWithOIDC, ${isPacked ? "wrangler" : "Miniflare"}`;
}

async function browserUpload({ url, serve, folder, count }: Kitchen): Promise<string> {
  await serve("start");
  writeFileSync(join(folder, "photo.txt"), "a photo");
  const browser = await launchChromium({ home: folder });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.setInputFiles("#file", join(folder, "photo.txt"));
    for (const way of ["put", "form", "session"]) {
      await page.click(`#${way}`);
      await page.waitForFunction(
        (name) => document.querySelector("#log")?.textContent?.includes(`${name}: `),
        way,
      );
    }
    equal(await page.textContent("#log"), "put: stored\nform: stored\nsession: stored\n");
    equal(await count("AssumeRole"), 1);
  } finally {
    await browser.close();
  }
  return "3 uploads from Chromium, 1 AssumeRole";
}

async function terraformExec({ run, folder }: Kitchen): Promise<string> {
  await command("terraform", ["fmt", "-check", "-diff"], { cwd: folder });
  if (!existsSync(process.env["TF_CLI_CONFIG_FILE"] ?? "")) {
    // Without a mirror there is no provider: what exec gives to Terraform is looked at instead.
    const stub = `#!/bin/sh
[ "$1" = init ] || echo "terraform $1 as $ALIBABA_CLOUD_ACCESS_KEY_ID, below exec: $ALICRED_DEPTH"
`;
    writeFileSync(join(folder, "terraform"), stub, { mode: 0o755 });
    process.env["PATH"] = `${folder}:${process.env["PATH"]}`;
    match(await run("start"), /^terraform plan as LTAI5tAlice\w+, below exec: 1$/m);
    return "terraform fmt; a stand-in for its plan";
  }
  match(await run("start"), /account = "1000000000000001"/);
  return "terraform plan";
}

async function nextjsVercel({ url, serve, folder, count }: Kitchen): Promise<string> {
  await serve("start");
  for (const route of ["edge", "node"]) {
    const bare = await fetch(`${url}/${route}`);
    equal(bare.status, 500, "a request without a token was served before there was a session");
    const headers = { "x-vercel-oidc-token": readFileSync(join(folder, "token"), "utf8").trim() };
    const get = (): Promise<string> => textOf(`${url}/${route}`, { headers });
    const replies = [await get(), ...(await Promise.all(Array.from({ length: 10 }, get)))];
    for (const reply of replies) match(reply, new RegExp(`"${route}"`));
    match(await textOf(`${url}/${route}`), new RegExp(`"${route}"`));
  }
  equal(await count("AssumeRoleWithOIDC"), 2);
  return "next build; 12 requests to each route, 2 AssumeRoleWithOIDC";
}

async function textOf(url: string, init: RequestInit = {}): Promise<string> {
  const reply = await fetch(url, init);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${new URL(url).pathname}: status ${reply.status}: ${text.slice(0, 500)}`);
  return text;
}

/** The folder of all examples. */
export const examples: string = join(rootDir, "examples");
