import { ConfigurationError, createContext, UnavailableError } from "@alicred/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fakeSource, issues, throws } from "../../../../core/test/support/fake-source.ts";
import { memoryStore, type SessionStore, type SharedCacheOptions, sharedCache } from "../src/mod.ts";
import { fleet, keyOf, outcome, outcomesOf, resultOf, turn } from "./support.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("options that JavaScript gets wrong", () => {
  test.each([
    ["key", 42],
    ["key", null],
    ["key", {}],
    ["key", [42]],
    ["key", new ArrayBuffer(32)],
    // Two of these would have the same bytes, and so the same session.
    ["id", "stage-\ud800"],
    ["id", ""],
  ])("%s: %o is refused by name", (name, value) => {
    const options = { source: fakeSource(issues()), store: memoryStore(), id: "fleet", [name]: value };
    expect(() => sharedCache(options as unknown as SharedCacheOptions)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(`${name}: is`) }),
    );
  });

  test("what a function gives in place of keys is not quoted", async () => {
    const { clock, member } = fleet();
    const { error } = await outcome(clock, member({ key: () => 4_211 as never }).resolver.get());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: expect.not.stringContaining("4211"),
    });
  });
});

test("a store that answers with the value of another id hands out no other identity, encrypted or not", async () => {
  for (const key of [undefined, keyOf(1)]) {
    const inner = memoryStore();
    const first = { id: "" };
    // Whatever is asked for, it answers with what lies under the first id.
    const store: SessionStore = {
      ...inner,
      wait: undefined,
      async read(id, call) {
        first.id ||= id;
        return inner.read(first.id, call);
      },
    };
    const { clock, member, upstream } = fleet(undefined, store);
    const own = await resultOf(clock, member({ key, id: "one" }).resolver.get());
    const other = member({ key, id: "other" });
    expect((await resultOf(clock, other.resolver.get())).accessKeyId).not.toBe(own.accessKeyId);
    expect(outcomesOf(other.events)).toContain("unreadable");
    expect(upstream.calls).toHaveLength(2);
  }
});

test("a value in the format of a later version is replaced, and the trace names that as a reason", async () => {
  const inner = memoryStore();
  let isLater = true;
  const store: SessionStore = {
    ...inner,
    wait: undefined,
    read: async (id, call) =>
      isLater ? { value: "alicred2.00000000.AAAA", leftMs: 60_000 } : inner.read(id, call),
  };
  const { clock, member, upstream } = fleet(undefined, store);
  const { resolver, host, cache } = member({ key: keyOf(1) });
  await resultOf(clock, resolver.get());
  const context = createContext({ host, signal: new AbortController().signal });
  await resultOf(clock, cache.resolve(context));
  expect(context.notes.warnings[0]).toContain("of another version of this package (STORE_VALUE_DAMAGED)");
  isLater = false;
  await resultOf(clock, member({ key: keyOf(1) }).resolver.get());
  expect(upstream.calls).toHaveLength(2);
});

test("a store whose wait ends at once, and whose lease nobody gets, keeps the process free", async () => {
  let asked = 0;
  const store: SessionStore = {
    ...memoryStore(),
    wait: async () => undefined,
    async lease() {
      if (++asked > 1_000) throw new Error("busy");
      return false;
    },
  };
  const { clock, member } = fleet(undefined, store);
  const { error } = await outcome(clock, member().resolver.get());
  expect(error).toMatchObject({ code: "LEASE_TIMEOUT" });
  expect(asked).toBeLessThan(500);
});

test.each([Number.NaN, "5", -3, null])(
  "a pause of %s that an error asks for is not one of the lease",
  async (ms) => {
    const leases: number[] = [];
    const inner = memoryStore();
    const store: SessionStore = {
      ...inner,
      lease(id, fence, leaseMs, call) {
        leases.push(leaseMs);
        return inner.lease(id, fence, leaseMs, call);
      },
    };
    const error = new UnavailableError("VAULT_DOWN", "Down.", { retryAfterMs: ms as number });
    const { clock, member } = fleet(throws(error), store);
    await outcome(clock, member().resolver.get());
    await turn();
    expect(leases).toHaveLength(2);
    for (const leaseMs of leases)
      expect(leaseMs).toSatisfy((each: number) => Number.isInteger(each) && each >= 1_000);
  },
);

test("a binding that fails leaves no lease behind", async () => {
  const { clock, member } = fleet();
  const binding = { noteOf: () => Promise.reject(new Error("no")), accepts: async () => true };
  const { error } = await outcome(clock, member({ binding }).resolver.get());
  expect(error).toMatchObject({ code: "SOURCE_THREW" });
  await turn();
  expect((await outcome(clock, member().resolver.get())).tookMs).toBeLessThan(1_000);
});

test.each(["importKey", "digest"] as const)(
  "a request that ends during %s takes nothing with it",
  async (name) => {
    const { clock, member } = fleet();
    const { cache, host } = member({ key: keyOf(1) });
    const resolve = () => cache.resolve(createContext({ host, signal: new AbortController().signal }));
    const never = vi.spyOn(SubtleCrypto.prototype, name).mockReturnValue(new Promise<never>(() => undefined));
    void resolve();
    await turn();
    never.mockRestore();
    expect(await resultOf(clock, resolve())).toMatchObject({ outcome: "credentials" });
  },
);
