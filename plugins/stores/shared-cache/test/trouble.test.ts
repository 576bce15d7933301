import { ask, createContext, RefusedError, UnavailableError } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { fails, issues } from "../../../../core/test/support/fake-source.ts";
import { memoryStore, type SessionStore } from "../src/mod.ts";
import { fleet, LIFE_MS, outcome, outcomesOf, resultOf, turn } from "./support.ts";

const METHODS = ["read", "lease", "write"] as const;
const hangs = (): Promise<never> => new Promise(() => undefined);

/** A store in which some methods do something else. */
function broken(changes: Partial<SessionStore>): SessionStore {
  return { ...memoryStore(), wait: undefined, ...changes };
}

describe("a store that is down", () => {
  test.each(METHODS)("%s fails: the source is asked, and the trace says why", async (method) => {
    const store = broken({ [method]: () => Promise.reject(new Error("ECONNREFUSED canary-5ecret")) });
    const { clock, upstream, members } = fleet(undefined, store);
    const all = members(3);
    const { value = [], tookMs } = await outcome(
      clock,
      Promise.all(all.map(({ resolver }) => resolver.get())),
    );
    expect(value).toHaveLength(3);
    // Without a store that can lease, or keep, each process asks for itself: in turn where it can lease.
    expect(upstream.calls).toHaveLength(3);
    expect(tookMs).toBeLessThan(method === "write" ? 3_000 : 300);
    for (const { events } of all) {
      expect(outcomesOf(events)).toContain("failed");
      expect(JSON.stringify(events)).not.toContain("canary");
    }
  });

  test("the warning names the store and the code, and nothing of the message", async () => {
    const store = broken({
      read: () =>
        Promise.reject(Object.assign(new TypeError("at redis://:canary@h"), { code: "ECONNRESET" })),
    });
    const { clock, member } = fleet(undefined, store);
    const { cache, host } = member();
    const context = createContext({ host, signal: new AbortController().signal });
    const pending = ask(context, cache);
    await outcome(clock, pending);
    const [trace] = context.notes.children;
    expect(trace?.warnings).toEqual([
      "Store memory failed (TypeError ECONNRESET). (STORE_FAILED) The source is asked without it. Check the store.",
    ]);
    expect(trace?.children).toHaveLength(1);
  });

  test.each([
    ["a text", "alicred1.plain.e30="],
    ["a value without its time", { value: "x" }],
    ["a value that is not text", { value: 1, leftMs: 1_000 }],
  ])("an invalid answer, %s, counts as a failure", async (_what, answer) => {
    const { clock, member } = fleet(undefined, broken({ read: async () => answer as never }));
    const { resolver, events } = member();
    await resultOf(clock, resolver.get());
    expect(events).toContainEqual(expect.objectContaining({ outcome: "failed", code: "STORE_FAILED" }));
  });

  test("an error of alicred shows its code", async () => {
    const read = (): Promise<never> => Promise.reject(new UnavailableError("FILE_LOCKED", "/secret/path"));
    const { clock, member } = fleet(undefined, broken({ read }));
    const { resolver } = member();
    await resultOf(clock, resolver.get());
    const trace = await resultOf(clock, resolver.explain());
    expect(trace.warnings.join()).toContain("(UnavailableError FILE_LOCKED)");
  });
});

describe("a store that is slow", () => {
  test.each(METHODS)("%s hangs: it costs storeTimeoutMs, once", async (method) => {
    const { clock, upstream, member } = fleet(undefined, broken({ [method]: hangs }));
    const { resolver, events } = member({ storeTimeoutMs: 400 });
    const { value, tookMs } = await outcome(clock, resolver.get());
    expect(value?.accessKeyId).toBe("key-1");
    expect(tookMs).toBe(200 + 400);
    expect(upstream.calls).toHaveLength(1);
    await clock.advance(1_000);
    expect(events).toContainEqual(expect.objectContaining({ outcome: "failed", code: "STORE_TIMEOUT" }));
    expect(clock.pending()).toBe(0);
  });

  test("calls that take long, one after the other, cost no more than storeTimeoutMs together", async () => {
    const store = memoryStore();
    const late =
      <A extends readonly unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        await clock.sleep(300);
        return work(...args);
      };
    const slow = broken({
      read: late(store.read),
      lease: late(store.lease),
      write: late(store.write),
      release: late(store.release),
    });
    const { clock, upstream, member } = fleet(undefined, slow);
    const { tookMs } = await outcome(clock, member().resolver.get());
    // Two looks and the lease, 900 ms; the source; and 100 ms of the write, which continues behind the answer.
    expect(tookMs).toBe(900 + 200 + 100);
    await clock.advance(1_000);
    const second = await outcome(clock, member({ storeTimeoutMs: 500 }).resolver.get());
    expect(second.value?.accessKeyId).toBe("key-1");
    expect(upstream.calls).toHaveLength(1);
  });

  test("a write that was not confirmed in time is undone, so that its age is never wrong", async () => {
    const store = memoryStore();
    const slow = broken({
      ...store,
      wait: undefined,
      async write(...args) {
        await clock.sleep(1_500);
        return store.write(...args);
      },
      async remove(...args) {
        await clock.sleep(600);
        return store.remove(...args);
      },
    });
    const { clock, upstream, member } = fleet(undefined, slow);
    const { tookMs } = await outcome(clock, member({ leaseMs: 10_000 }).resolver.get());
    expect(tookMs).toBe(200 + 1_000);
    await clock.advance(2_000);
    await resultOf(clock, member().resolver.get());
    expect(upstream.calls).toHaveLength(2);
  });

  test("a store that stops answering while another process is waited for", async () => {
    const store = memoryStore();
    let isStopped = false;
    const read: SessionStore["read"] = (...args) => (isStopped ? hangs() : store.read(...args));
    const { clock, upstream, members } = fleet(undefined, broken({ ...store, wait: undefined, read }));
    const [first, second] = members(2);
    void clock.inRequest("dead", () => first?.resolver.get().catch(() => undefined));
    while (upstream.calls.length === 0) await turn();
    clock.endRequest("dead");
    const waiting = outcome(clock, second?.resolver.get() ?? Promise.reject());
    isStopped = true;
    const { value, tookMs } = await waiting;
    expect(value?.accessKeyId).toBe("key-2");
    expect(tookMs).toBeLessThan(75 + 1_000 + 200 + 100);
  });
});

describe("a store that loses everything", () => {
  test("costs one call more", async () => {
    const stores = [memoryStore(), memoryStore()];
    let at = 0;
    const current = (): SessionStore => stores[at] ?? memoryStore();
    const store: SessionStore = {
      name: "flushed",
      read: (...args) => current().read(...args),
      lease: (...args) => current().lease(...args),
      write: (...args) => current().write(...args),
      release: (...args) => current().release(...args),
      remove: (...args) => current().remove(...args),
    };
    const { clock, upstream, members } = fleet(undefined, store);
    await resultOf(clock, Promise.all(members(10).map(({ resolver }) => resolver.get())));
    at = 1;
    await resultOf(clock, Promise.all(members(10).map(({ resolver }) => resolver.get())));
    expect(upstream.calls).toHaveLength(2);
  });

  test("while a process asks: its write is refused, and it serves what it got", async () => {
    const store = memoryStore();
    const { clock, upstream, members } = fleet(
      undefined,
      broken({ ...store, wait: undefined, write: async () => false }),
    );
    const [first] = members(1);
    const { accessKeyId } = await resultOf(clock, first?.resolver.get() ?? Promise.reject());
    expect(accessKeyId).toBe("key-1");
    expect(upstream.calls).toHaveLength(1);
    expect(outcomesOf(first?.events ?? [])).toEqual(["leased", "lease-lost"]);
  });
});

test.each([
  ["after a refusal", 0],
  ["after a success", LIFE_MS],
])("a sign of life that is on its way does not take the lease again, %s", async (_what, lifetimeMs) => {
  const inner = memoryStore();
  const held = new Set<string>();
  let place = "";
  const store = broken({
    ...inner,
    async lease(id, fence, leaseMs, call) {
      place = id;
      // The sign of life at 1,667 ms arrives 300 ms later.
      if (held.has(fence)) await call.host.clock.sleep(300, call.signal);
      held.add(fence);
      return inner.lease(id, fence, leaseMs, call);
    },
  });
  const refuses = fails(() => new RefusedError("UPSTREAM_REFUSED", "No."), 1_800);
  const { clock, member } = fleet(lifetimeMs > 0 ? issues({ lifetimeMs, latencyMs: 1_800 }) : refuses, store);
  const { resolver, host } = member();
  await outcome(clock, resolver.get());
  await clock.advance(500);
  const call = { host, signal: new AbortController().signal };
  expect(await inner.lease(place, "f".repeat(32), 1_000, call)).toBe(true);
});
