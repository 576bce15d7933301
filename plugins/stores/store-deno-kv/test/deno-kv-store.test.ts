import { describe, expect, test } from "vitest";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { storeContract } from "../../shared-cache/src/contract.ts";
import { type DenoKv, denoKvStore } from "../src/mod.ts";
import { kvInMemory } from "./kv-in-memory.ts";

const id = "0".repeat(32);
const signal = new AbortController().signal;

describe("deno-kv over a database in memory", () => {
  const host = testHost();
  const store = denoKvStore({ kv: kvInMemory() });
  const elapse = (ms: number): Promise<void> => host.clock.advance(ms);
  for (const { name, run } of storeContract({ store, host, elapse })) test(name, run);
});

test("a change that another overtook is decided anew", async () => {
  const host = testHost();
  let overtake = true;
  const kv = kvInMemory(async () => {
    if (!overtake) return;
    overtake = false;
    await denoKvStore({ kv }).lease(id, "first", 1_000, { host, signal });
  });
  expect(await denoKvStore({ kv }).lease(id, "second", 1_000, { host, signal })).toBe(false);
});

test("a locked database is asked again until nobody waits", async () => {
  const host = testHost();
  let failures = 3;
  const kv = kvInMemory();
  const locked: DenoKv = {
    ...kv,
    async get(key) {
      if (failures-- > 0) throw new TypeError("database is locked");
      return kv.get(key);
    },
  };
  const store = denoKvStore({ kv: locked });
  const reading = store.read(id, { host, signal });
  await host.clock.advance(1_000);
  expect(await reading).toBeUndefined();

  failures = Number.POSITIVE_INFINITY;
  const waiter = new AbortController();
  const abandoned = store.read(id, { host, signal: waiter.signal });
  waiter.abort(new Error("nobody waits"));
  await expect(abandoned).rejects.toThrow("nobody waits");
});

test("any other error of the database reaches the caller at once", async () => {
  const kv: DenoKv = { ...kvInMemory(), get: () => Promise.reject(new TypeError("closed")) };
  await expect(denoKvStore({ kv }).read(id, { host: testHost(), signal })).rejects.toThrow("closed");
});

test("its keys begin as the option says", async () => {
  const keys: unknown[] = [];
  const kv = kvInMemory();
  const spied: DenoKv = {
    ...kv,
    get(key) {
      keys.push(key);
      return kv.get(key);
    },
  };
  const call = { host: testHost(), signal };
  await denoKvStore({ kv: spied }).read(id, call);
  await denoKvStore({ kv: spied, prefix: ["mine", "sessions"] }).read(id, call);
  expect(keys).toEqual([
    ["alicred", id],
    ["mine", "sessions", id],
  ]);
});
