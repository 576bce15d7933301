import { ask, createContext, found, notConfigured, refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { fakeSource, generation, issues } from "../../../../core/test/support/fake-source.ts";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { sourceContract } from "../../../../test/conformance/src/mod.ts";
import { memoryStore, type SessionStore, sharedCache } from "../src/mod.ts";
import { fleet, keyOf, LIFE_MS, outcomesOf, resultOf } from "./support.ts";

/** The names of the methods that a store is asked for, in order. */
function counted(): { store: SessionStore; calls: string[] } {
  const inner = memoryStore();
  const calls: string[] = [];
  const store = new Proxy(inner, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...args: readonly unknown[]) => {
        calls.push(String(name));
        return Reflect.apply(method, target, args);
      };
    },
  });
  return { store, calls };
}

describe("what a process asks of the store", () => {
  test("one look when there is a session; a look, a lease, a look and a write when there is none", async () => {
    const { store, calls } = counted();
    const { clock, member } = fleet(undefined, store);
    await resultOf(clock, member().resolver.get());
    expect(calls).toEqual(["read", "lease", "read", "write"]);
    calls.length = 0;
    await resultOf(clock, member().resolver.get());
    expect(calls).toEqual(["read"]);
  });

  test("a dry run looks, asks the source, and changes nothing", async () => {
    const { store, calls } = counted();
    const { clock, member, upstream } = fleet(undefined, store);
    const { resolver } = member();
    const cold = await resultOf(clock, resolver.explain());
    expect(cold).toMatchObject({ source: "shared-cache", outcome: "credentials", supplied: [] });
    expect(cold.children.map(({ source }) => source)).toEqual(["fake"]);
    expect(calls).toEqual(["read"]);
    await resultOf(clock, resolver.get());
    await clock.advance(60_000);
    calls.length = 0;
    const warm = await resultOf(clock, resolver.explain());
    expect(warm.supplied).toEqual([{ part: "credentials", from: "store memory, 60 s old, 840 s left" }]);
    expect(calls).toEqual(["read"]);
    expect(upstream.calls).toHaveLength(3);
  });
});

describe("an answer that is not shared:", () => {
  test("a key that does not expire", async () => {
    const { store, calls } = counted();
    const { clock, member } = fleet(issues(), store);
    await resultOf(clock, member().resolver.get());
    expect(calls).toEqual(["read", "lease", "read", "release"]);
  });

  test("not configured", async () => {
    const { store, calls } = counted();
    const { clock, member } = fleet(() => notConfigured("a thing"), store);
    const { cache, host } = member();
    const context = createContext({ host, signal: new AbortController().signal });
    const answer = await resultOf(clock, ask(context, cache));
    expect(answer).toEqual({ outcome: "not-configured", lookedFor: ["a thing"] });
    expect(calls).toEqual(["read", "lease", "read", "release"]);
  });

  test("one for the input of its call: it goes to that call alone, and the store is left alone from then on", async () => {
    const { store, calls } = counted();
    const world = fleet(({ number, context }) => {
      const tenant = String(context.input);
      return found({ ...generation(number), accessKeyId: tenant, expiration: world.clock.now() + LIFE_MS });
    }, store);
    const { clock, member, upstream } = world;
    const { resolver } = member();
    for (const tenant of ["a", "b", "a"]) {
      const { accessKeyId } = await resultOf(clock, resolver.get({ input: tenant }));
      expect(accessKeyId).toBe(tenant);
    }
    expect(upstream.calls).toHaveLength(3);
    expect(calls).toEqual(["read", "lease", "read", "release"]);
  });

  test("one for every call, although it read the input, is shared", async () => {
    const world = fleet(({ number, context }) => {
      void context.input;
      context.concerns("every-call");
      return found({ ...generation(number), expiration: world.clock.now() + LIFE_MS });
    });
    const { clock, members, upstream } = world;
    for (const { resolver } of members(3)) await resultOf(clock, resolver.get({ input: "a" }));
    expect(upstream.calls).toHaveLength(1);
  });
});

describe("what travels with a session", () => {
  test("provenance and region", async () => {
    const world = fleet(({ number }) => ({
      ...found({ ...generation(number), expiration: world.clock.now() + LIFE_MS, provenance: ["inner"] }),
      region: "cn-hangzhou",
    }));
    const { clock, members } = world;
    const answers = [];
    for (const { cache, host } of members(2)) {
      const context = createContext({ host, signal: new AbortController().signal });
      answers.push(await resultOf(clock, ask(context, cache)));
    }
    for (const answer of answers)
      expect(answer).toMatchObject({
        region: "cn-hangzhou",
        credentials: { provenance: ["shared-cache", "fake", "inner"] },
      });
  });

  test("the source's wish to be asked again", async () => {
    const { clock, members, upstream } = fleet(issues({ lifetimeMs: LIFE_MS, refreshAfterMs: 60_000 }));
    const [first, second, third] = members(3);
    await resultOf(clock, first?.resolver.get() ?? Promise.reject());
    await clock.advance(40_000);
    await resultOf(clock, second?.resolver.get() ?? Promise.reject());
    expect(upstream.calls).toHaveLength(1);
    await clock.advance(25_000);
    await resultOf(clock, third?.resolver.get() ?? Promise.reject());
    expect(upstream.calls).toHaveLength(2);
  });
});

test("closing the resolver closes the source", async () => {
  let closed = 0;
  const source = { ...fakeSource(issues()), close: () => void closed++ };
  const host = testHost();
  const cache = sharedCache({ source, store: memoryStore(), id: "x", unencrypted: true });
  const resolver = refreshing(cache, { host });
  await resultOf(host.clock, resolver.get());
  resolver.close();
  expect(closed).toBe(1);
});

test("a hop below a role is shared like any source", async () => {
  const { clock, members, upstream } = fleet();
  for (const { cache, host, events } of members(3)) {
    const role = {
      name: "role",
      resolve: async (context: Parameters<typeof cache.resolve>[0]) => ask(context, context.cached(cache)),
    };
    const resolver = refreshing(role, { host, onEvent: (event) => void events.push(event) });
    await resultOf(clock, resolver.get());
    expect(events.find(({ type }) => type === "store")?.depth).toBe(1);
  }
  expect(upstream.calls).toHaveLength(1);
});

describe("the contract of a source", () => {
  const complete = () => {
    const host = testHost();
    const source = fakeSource(() => found({ ...generation(1), expiration: host.clock.now() + LIFE_MS }));
    return { host, source: sharedCache({ source, store: memoryStore(), id: "x", key: keyOf(1) }) };
  };
  const except = {
    "acquires again each time it is asked": "handing on what another process got is its purpose",
  };
  for (const { name, run } of sourceContract({
    complete,
    secrets: ["secret-1", "token-1", keyOf(1)],
    except,
  }))
    test(name, run);
});

describe("options", () => {
  const source = fakeSource(issues());
  const valid = { source, store: memoryStore(), id: "x" };
  test.each([
    ["source", { ...valid, source: {} }],
    ["store", { ...valid, store: { read: async () => undefined } }],
    ["id", { ...valid, id: "" }],
    ["id", { source, store: memoryStore() }],
    ["leaseMs", { ...valid, leaseMs: 99 }],
    ["storeTimeoutMs", { ...valid, storeTimeoutMs: 0 }],
    ["minLifeMs", { ...valid, minLifeMs: -1 }],
    ["unencrypted", { ...valid, unencrypted: "yes" }],
    ["key and unencrypted", { ...valid, unencrypted: true, key: keyOf(1) }],
  ])("%s is refused", (name, options) => {
    expect(() => sharedCache(options as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(name) }),
    );
  });
});

test("events tell the way of a session", async () => {
  const { clock, members } = fleet();
  const [first, second] = members(2);
  await resultOf(clock, Promise.all([first?.resolver.get(), second?.resolver.get()]));
  expect(outcomesOf(first?.events ?? [])).toEqual(["leased", "written"]);
  expect(outcomesOf(second?.events ?? [])).toEqual(["waiting", "hit"]);
});
