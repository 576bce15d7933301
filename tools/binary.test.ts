import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askOver, openTunnel } from "../simulators/test/support/proxy.ts";
import { buildBinary } from "./binary.ts";

// The single file, in a folder with what a stranger may have left there.

let folder: string;
let binary: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-binary-"));
  binary = await buildBinary(join(folder, "bin"));
  const planted = ["ID", "SECRET"].map((name) => `ALIBABA_CLOUD_ACCESS_KEY_${name}=planted`).join("\n");
  for (const name of [".env", ".env.local", ".env.production"]) await writeFile(join(folder, name), planted);
  await writeFile(join(folder, "bunfig.toml"), 'preload = ["./preload.ts"]\n');
  await writeFile(join(folder, "preload.ts"), 'console.log("preloaded");\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs without anything of this process's environment. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(binary, args, { cwd: folder, env: { HOME: folder, TMPDIR: folder, ...env } });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  await once(child, "close");
  return text;
}

test("takes no credentials and no code from the folder in which it runs", async () => {
  const metadata = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
  const text = await outputOf(start(["resolve", "--json"], metadata));
  expect(text).toContain("NOT_CONFIGURED");
  expect(text).not.toMatch(/planted|preloaded/);
});

test("reads a Terraform folder, whose parser is inside, and says where the template of a plugin is", async () => {
  await mkdir(join(folder, "terraform"));
  const block = 'provider "alicloud" {\n  access_key = "LTAIinside"\n  secret_key = "secret"\n}\n';
  await writeFile(join(folder, "terraform/main.tf"), block);
  const resolved = JSON.parse(await outputOf(start(["resolve", "--provider-config", "terraform", "--json"])));
  expect(resolved).toMatchObject({ accessKeyId: "LTAIinside" });
  expect(await outputOf(start(["plugin", "new", "acme"]))).toContain("npx alicred plugin new acme");
  expect(await outputOf(start(["export", "--to", "-"]))).toContain(`"${binary} resolve --format external"`);
});

test("serves, is a proxy for every host, and ends when it is told to", async () => {
  const child = start(["simulate"], { ALICRED_SIMULATE_JSON: "1", ALICRED_SIMULATE_HTTPS: "true" });
  const [line] = (await once(createInterface({ input: child.stdout ?? process.stdin }), "line")) as [string];
  const { url, httpsUrl, control } = JSON.parse(line) as {
    readonly url: string;
    readonly httpsUrl: string;
    readonly control: { readonly healthUrl: string; readonly caUrl: string };
  };
  expect(httpsUrl).toMatch(/^https:/);
  expect(await (await fetch(control.healthUrl)).json()).toEqual({ status: "ok" });
  const certificate = await (await fetch(control.caUrl)).text();
  for (const host of ["sts.aliyuncs.com", "oauth.aliyun.com", "some-bucket.oss-cn-beijing.aliyuncs.com"]) {
    const { socket } = await openTunnel(Number(new URL(url).port), `${host}:443`);
    expect(await askOver(socket, `https://${host}/`, certificate)).toMatch(/^HTTP\/1.1 4\d\d /);
  }
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
