import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "@alicred/file-store";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { sessionKey } from "../../../src/command/sessions/key.ts";
import { systemKeyring } from "../../../src/command/sessions/keyring.ts";

// Where the key of kept sessions is: a keyring that works, one that fails, one that never answers.

afterEach(() => vi.restoreAllMocks());

interface Place {
  readonly host: Host;
  readonly folder: string;
  /** A module in place of the one that speaks to the keyring; it keeps its secret in a file. */
  module(body: string): string;
  readonly kept: string;
  notices(): string;
}

function place(): Place {
  const folder = mkdtempSync(join(tmpdir(), "alicred-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let printed = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  const kept = join(folder, "kept.txt");
  return {
    host: withFileStore(nodeHost()),
    folder,
    kept,
    module(body) {
      const path = join(folder, "keyring.cjs");
      writeFileSync(path, body.replaceAll("KEPT", JSON.stringify(kept)));
      return path;
    },
    notices: () => printed,
  };
}

const WORKS = `
const fs = require("node:fs");
exports.Entry = class {
  constructor(service, account) { this.name = service + "/" + account + "="; }
  getPassword() { try { return fs.readFileSync(KEPT, "utf8").replace(this.name, ""); } catch { return null; } }
  setPassword(text) { fs.writeFileSync(KEPT, this.name + text); }
  deletePassword() { fs.rmSync(KEPT); }
};`;

test("in a keyring that works: made once, and found again", async () => {
  const { host, folder, module, kept, notices } = place();
  const keyring = systemKeyring({ module: module(WORKS) });
  const key = await sessionKey(host, folder, keyring);
  expect(key).toHaveLength(32);
  expect(await sessionKey(host, folder, keyring)).toEqual(key);
  expect(readFileSync(kept, "utf8")).toBe(`alicred/session-key=${Buffer.from(key).toString("base64")}`);
  expect(JSON.parse(readFileSync(join(folder, "key.json"), "utf8"))).toEqual({ in: "keyring" });
  expect(notices()).toBe("");
});

test("one that somebody removed from the keyring is made anew", async () => {
  const { host, folder, module, kept } = place();
  const keyring = systemKeyring({ module: module(WORKS) });
  const key = await sessionKey(host, folder, keyring);
  rmSync(kept);
  const next = await sessionKey(host, folder, keyring);
  expect(next).not.toEqual(key);
  expect(await sessionKey(host, folder, keyring)).toEqual(next);
});

test.each([
  ["fails", `exports.Entry = class { getPassword() { throw new Error("locked"); } };`],
  ["cannot be loaded", `throw new Error("no such platform");`],
  ["crashes", `process.kill(process.pid, "SIGSEGV");`],
])("in a file with a notice, where the keyring %s", async (_how, body) => {
  const { host, folder, module, notices } = place();
  const keyring = systemKeyring({ module: module(body) });
  const key = await sessionKey(host, folder, keyring);
  expect(await sessionKey(host, folder, keyring)).toEqual(key);
  const path = join(folder, "key.json");
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({
    in: "file",
    key: Buffer.from(key).toString("base64"),
  });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(notices().match(/keyring of this system cannot be used/g)).toHaveLength(1);
});

test("a keyring that never answers is left after the limit, and not asked again", async () => {
  const { host, folder, module, kept } = place();
  const hangs = `require("node:fs").appendFileSync(KEPT, "asked "); exports.Entry = class { getPassword() { for (;;); } };`;
  const keyring = systemKeyring({ module: module(hangs), limitMs: 2_000 });
  const startedMs = performance.now();
  const key = await sessionKey(host, folder, keyring);
  expect(performance.now() - startedMs).toBeGreaterThan(1_900);
  expect(await sessionKey(host, folder, keyring)).toEqual(key);
  expect(await keyring.read()).toBeUndefined();
  expect(readFileSync(kept, "utf8")).toBe("asked ");
});

test("a keyring that fails later gives way to the file", async () => {
  const { host, folder, module, notices } = place();
  await sessionKey(host, folder, systemKeyring({ module: module(WORKS) }));
  const broken = systemKeyring({ module: module("throw 1;") });
  const key = await sessionKey(host, folder, broken);
  expect(await sessionKey(host, folder, broken)).toEqual(key);
  expect(notices()).toContain("cannot be used");
});

test("no module at all", async () => {
  const { host, folder } = place();
  const keyring = systemKeyring({ module: join(folder, "missing.cjs") });
  expect(await sessionKey(host, folder, keyring)).toHaveLength(32);
});
