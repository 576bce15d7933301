import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { nodeHost } from "@alicred/core/host/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFakeVault } from "../../examples/vault-source/test/fake-vault.ts";

// The example of a third party's plugin at the prompt of a checkout, as its README shows it.

const root = fileURLToPath(new URL("../../", import.meta.url));
const token = "canary-token";
const vault = createFakeVault({ clock: nodeHost().clock, token });
const folder = mkdtempSync(join(tmpdir(), "alicred-vault-example-"));
const server = createServer(async (request, response) => {
  const body = await buffer(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const reply = await vault.fetch(`http://127.0.0.1${request.url}`, {
    method: request.method ?? "GET",
    headers,
    redirect: "manual",
    signal: new AbortController().signal,
    ...(body.length > 0 && { body: body.toString() }),
  });
  response.writeHead(reply.status);
  for (const reader = reply.body?.getReader(); reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    response.write(value);
  }
  response.end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const profile = {
    name: "v",
    mode: "Vault",
    vault_role: "deploy",
    vault_address: `http://127.0.0.1:${port}`,
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify({ profiles: [profile] }));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function alicred(...args: readonly string[]): Promise<string> {
  const plugin = ["--plugin", "./examples/vault-source/src/mod.ts"];
  const profile = ["--profile", "v", "--config-file", join(folder, "config.json")];
  const env = { PATH: process.env["PATH"], HOME: folder, USERPROFILE: folder, VAULT_TOKEN: token };
  const command = [join(root, "cli/bin/alicred.js"), ...args, ...plugin, ...profile];
  return (await promisify(execFile)(process.execPath, command, { cwd: root, env })).stdout;
}

test("why explains without making a key", async () => {
  expect(await alicred("why")).toMatch(
    /^an identity that only the service knows, from VAULT_TOKEN, profile "v", acquired when needed\n[\s\S]*vault: would answer, with a new key[\s\S]*address from field vault_address/,
  );
  expect(vault.done.filter((each) => each.startsWith("issue"))).toEqual([]);
});

test("resolve makes one", async () => {
  expect(JSON.parse(await alicred("resolve", "--json"))).toMatchObject({
    provenance: ["shared-config", "vault"],
  });
  expect(vault.done.filter((each) => each.startsWith("issue"))).toEqual(["issue 1"]);
});

test("a key with a lease is not said to be long-lived", async () => {
  expect(await alicred("resolve")).toMatch(/kind +access key that expires\nexpires +.*in 1 h/);
});
