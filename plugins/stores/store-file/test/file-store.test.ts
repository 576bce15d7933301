import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, type Host } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { webHost } from "@alicred/core/host/web";
import { afterAll, describe, expect, test } from "vitest";
import { withFileStore } from "../../../files/file-store/src/mod.ts";
import { storeContract } from "../../shared-cache/src/contract.ts";
import { sharedCache } from "../../shared-cache/src/mod.ts";
import { fileStore } from "../src/mod.ts";

const folder = mkdtempSync(join(tmpdir(), "alicred-store-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const host = nodeHost({ env: {} });
const call = { host, signal: new AbortController().signal };
const DEADLINE_MS = 60_000;

describe("the contract", () => {
  const cases = { store: fileStore({ folder }), other: fileStore({ folder }), host, shortMs: 400 };
  for (const { name, run } of storeContract(cases)) test.concurrent(name, run);
});

/** A host whose wall clock is wrong by so much. */
function at(skewMs: number): Host {
  return { ...host, clock: { ...host.clock, now: () => host.clock.now() + skewMs } };
}

test("the folder and its files are the owner's alone", async () => {
  const own = join(folder, "own", "deeper");
  const store = fileStore({ folder: own });
  await store.lease("a", "f", DEADLINE_MS, call);
  await store.write("a", "f", "value", DEADLINE_MS, call);
  expect(statSync(own).mode & 0o777).toBe(0o700);
  expect(statSync(join(own, "a.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(own)).toEqual(["a.json"]);
});

test("`~/` is the home folder", async () => {
  const home = join(folder, "home");
  const store = fileStore({ folder: "~/cache" });
  await store.lease("a", "f", DEADLINE_MS, { ...call, host: { ...host, homeDirectory: () => home } });
  expect(existsSync(join(home, "cache", "a.json"))).toBe(true);
});

test.each([
  ["back by an hour", -3_600_000],
  ["forward by an hour", 3_600_000],
])("a clock that is set %s ends leases and values early, and never late", async (_what, skewMs) => {
  const store = fileStore({ folder });
  const id = `set-${skewMs}`;
  await store.lease(id, "f", DEADLINE_MS, call);
  await store.write(id, "f", "value", DEADLINE_MS, call);
  await store.lease(id, "dead", DEADLINE_MS, call);
  const later = { ...call, host: at(skewMs) };
  expect(await store.read(id, later)).toBeUndefined();
  expect(await store.lease(id, "next", DEADLINE_MS, later)).toBe(true);
});

test("nothing changes once nobody waits", async () => {
  const store = fileStore({ folder });
  const ended = AbortSignal.abort(new Error("gone"));
  await expect(store.lease("gone", "f", DEADLINE_MS, { host, signal: ended })).rejects.toThrow("gone");
  expect(await store.lease("gone", "other", DEADLINE_MS, call)).toBe(true);
});

test("a lease that is another's is refused without the lock, for which many would queue", async () => {
  const store = fileStore({ folder });
  await store.lease("busy", "holder", DEADLINE_MS, call);
  const { files } = withFileStore(host);
  let end = (): void => undefined;
  const isEnded = new Promise<void>((resolve) => {
    end = resolve;
  });
  let updating: Promise<void> | undefined;
  await new Promise<void>((isHeld) => {
    const change = async (): Promise<readonly []> => {
      isHeld();
      await isEnded;
      return [];
    };
    updating = files?.updateJson?.(join(folder, "busy.json"), change, { maxBytes: 100_000 });
  });
  expect(await store.lease("busy", "other", DEADLINE_MS, call)).toBe(false);
  await store.release("busy", "other", call);
  end();
  await updating;
});

test("the lock that a killed process left is taken over, even by calls that nobody waits for any more", async () => {
  const store = fileStore({ folder });
  await store.lease("left", "f", DEADLINE_MS, call);
  const lock = join(folder, "left.json.lock");
  mkdirSync(lock);
  writeFileSync(join(lock, "0123456789abcdef"), "0");
  const impatient = new AbortController();
  const releasing = store.release("left", "f", { host, signal: impatient.signal });
  impatient.abort(new Error("nobody waits"));
  await expect(releasing).rejects.toThrow("nobody waits");
  expect(existsSync(lock)).toBe(false);
  // It changed nothing, and nobody is held up now.
  expect(await store.lease("left", "next", DEADLINE_MS, call)).toBe(false);
  await store.release("left", "f", call);
  expect(await store.lease("left", "next", DEADLINE_MS, call)).toBe(true);
});

test.each(["", "no JSON", '{"value":', "[]", '"text"', '{"value":{"text":1}}', '{"value":null,"lease":{}}'])(
  "a file with %s in it holds nothing, and is replaced",
  async (content) => {
    const own = mkdtempSync(join(folder, "damaged-"));
    writeFileSync(join(own, "a.json"), content);
    const store = fileStore({ folder: own });
    expect(await store.read("a", call)).toBeUndefined();
    expect(await store.lease("a", "f", DEADLINE_MS, call)).toBe(true);
    expect(await store.write("a", "f", "value", DEADLINE_MS, call)).toBe(true);
    expect((await store.read("a", call))?.value).toBe("value");
  },
);

test("a host without files: the source is asked, and the trace says why", async () => {
  const source = {
    name: "never",
    resolve: async () => ({ outcome: "not-configured", lookedFor: ["x"] }) as const,
  };
  const store = fileStore({ folder });
  const cache = sharedCache({ source, store, id: "x", unencrypted: true });
  const context = createContext({ host: webHost(), signal: new AbortController().signal });
  expect(await cache.resolve(context)).toMatchObject({ outcome: "not-configured" });
  expect(context.notes.warnings.join()).toContain("(ConfigurationError INVALID_CONFIGURATION)");
});

test("a folder is required", () => {
  expect(() => fileStore({ folder: "" })).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

test("the files hold what the store was given, and no more", async () => {
  const own = mkdtempSync(join(folder, "content-"));
  const store = fileStore({ folder: own });
  await store.lease("a", "f", DEADLINE_MS, call);
  await store.write("a", "f", "sealed", DEADLINE_MS, call);
  expect(JSON.parse(readFileSync(join(own, "a.json"), "utf8"))).toEqual({
    value: { text: "sealed", endsAtMs: expect.any(Number), spanMs: DEADLINE_MS },
  });
});
