import { expect, test } from "vitest";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { memoryStore, type SessionStore } from "../../shared-cache/src/mod.ts";
import { cloudflareKv, type KvNamespace } from "../src/mod.ts";

const id = "0".repeat(32);
const fence = "f".repeat(32);
const signal = new AbortController().signal;
const HOUR_MS = 3_600_000;

interface Copy {
  readonly value: string;
  readonly expirationTtl: number;
  readonly metadata: object;
}

/** A Worker's view: its store, what lies in KV, and how often the store behind was read. */
function setUp(changes: Partial<KvNamespace> = {}, skewMs = 0) {
  const host = testHost();
  const clock = { ...host.clock, now: () => host.clock.now() + skewMs };
  const copies = new Map<string, Copy>();
  const inner = memoryStore();
  let reads = 0;
  const behind: SessionStore = {
    ...inner,
    read(...call) {
      reads += 1;
      return inner.read(...call);
    },
  };
  const namespace: KvNamespace = {
    async getWithMetadata(key) {
      const { value = null, metadata = null } = copies.get(key) ?? {};
      return { value, metadata };
    },
    async put(key, value, options) {
      copies.set(key, { value, ...options });
    },
    async delete(key) {
      copies.delete(key);
    },
    ...changes,
  };
  const store = cloudflareKv({ namespace, store: behind });
  const call = { host: { ...host, clock }, signal };
  return {
    store,
    call,
    copies,
    reads: () => reads,
    elapse: (ms: number) => host.clock.advance(ms),
    inner: { store: inner, call: { host, signal } },
    async write(value: string, keepMs = HOUR_MS) {
      await store.lease(id, fence, 1_000, call);
      return store.write(id, fence, value, keepMs, call);
    },
    read: async () => (await store.read(id, call))?.value,
  };
}

test("a young session is read from KV, with the life that it has left", async () => {
  const { write, store, call, elapse, reads, copies } = setUp();
  await write("one");
  expect(copies.get(`alicred:${id}`)).toMatchObject({ value: "one", expirationTtl: 3_600 });
  await elapse(HOUR_MS / 2 - 1);
  expect(await store.read(id, call)).toEqual({ value: "one", leftMs: HOUR_MS / 2 + 1 });
  expect(reads()).toBe(0);
});

test("a session in the second half of its life is read from the store, which may have a newer one", async () => {
  const { write, read, elapse, reads } = setUp();
  await write("one");
  await elapse(HOUR_MS / 2);
  expect(await read()).toBe("one");
  expect(reads()).toBe(1);
});

test("a process that asked for the lease sees what the store has, while the lease may last", async () => {
  const { write, read, store, call, inner, elapse } = setUp();
  await write("one");
  // Another Worker refreshes; the copy here is still the old one.
  await inner.store.lease(id, "other", 1_000, inner.call);
  await inner.store.write(id, "other", "two", HOUR_MS, inner.call);
  expect(await read()).toBe("one");
  await store.lease(id, fence, 1_000, call);
  expect(await read()).toBe("two");
  await elapse(1_000);
  expect(await read()).toBe("one");
});

test("a removed session is not read again, although KV may still show it", async () => {
  const { write, read, store, call } = setUp({ delete: async () => undefined });
  await write("one");
  await store.remove(id, "one", call);
  expect(await read()).toBeUndefined();
  await write("two");
  expect(await read()).toBe("two");
});

test("a session that lives less than a minute has no copy, and that of its predecessor goes", async () => {
  const { write, read, copies } = setUp();
  await write("one");
  await write("two", 59_000);
  expect([...copies.keys()]).toEqual([]);
  expect(await read()).toBe("two");
});

test("nothing is copied that the store refused", async () => {
  const { store, call, copies } = setUp();
  expect(await store.write(id, fence, "one", HOUR_MS, call)).toBe(false);
  expect(copies.size).toBe(0);
});

test("where KV fails, the store serves alone", async () => {
  const fail = (): Promise<never> => Promise.reject(new Error("KV is down"));
  const { write, read, store, call } = setUp({ getWithMetadata: fail, put: fail, delete: fail });
  expect(await write("one")).toBe(true);
  expect(await read()).toBe("one");
  await store.remove(id, "one", call);
  expect(await read()).toBeUndefined();
});

test("where KV does not answer, the store is read soon, and a write waits for nothing", async () => {
  const hang = (): Promise<never> => new Promise(() => undefined);
  const { store, call, elapse } = setUp({ getWithMetadata: hang, put: hang, delete: hang });
  const later: Promise<unknown>[] = [];
  const bound = { ...call, host: { ...call.host, waitUntil: (work: Promise<unknown>) => later.push(work) } };
  await store.lease(id, fence, 1, bound);
  expect(await store.write(id, fence, "one", HOUR_MS, bound)).toBe(true);
  expect(later).toHaveLength(1);
  const reading = store.read(id, bound);
  await elapse(250);
  expect((await reading)?.value).toBe("one");
  await store.remove(id, "one", bound);
  expect(later).toHaveLength(2);
});

test.each([2 * HOUR_MS, -2 * HOUR_MS])(
  "a Worker whose clock is off by %i ms reads from the store",
  async (skewMs) => {
    const right = setUp();
    await right.write("one");
    const copies = right.copies;
    const wrong = setUp(
      { getWithMetadata: async (key) => ({ value: null, metadata: null, ...copies.get(key) }) },
      skewMs,
    );
    expect(await wrong.read()).toBeUndefined();
    expect(wrong.reads()).toBe(1);
  },
);

test("what is in KV under the key but is no copy is not read", async () => {
  const { read, copies, reads } = setUp();
  for (const metadata of [{}, { writtenAtMs: "0", endsAtMs: Number.NaN }]) {
    copies.set(`alicred:${id}`, { value: "foreign", expirationTtl: 60, metadata });
    expect(await read()).toBeUndefined();
  }
  expect(reads()).toBe(2);
});
