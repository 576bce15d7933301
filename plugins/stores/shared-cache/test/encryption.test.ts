import { AlicredError, createContext, found } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { CANARY, renderings } from "../../../../core/test/support/canary.ts";
import type { Behaviour } from "../../../../core/test/support/fake-source.ts";
import { memoryStore, type SessionStore, sharedCache } from "../src/mod.ts";
import { fleet, keyOf, outcome, outcomesOf, resultOf } from "./support.ts";

const LIFE_MS = 3_600_000;

/** A store that keeps all that it is told. */
function overheard(): { store: SessionStore; heard: unknown[] } {
  const inner = memoryStore();
  const heard: unknown[] = [];
  const store = new Proxy(inner, {
    get: (_target, name) => {
      const method = Reflect.get(inner, name);
      if (typeof method !== "function") return method;
      return (...args: readonly unknown[]) => {
        heard.push(args.slice(0, -1));
        return Reflect.apply(method, inner, args);
      };
    },
  });
  return { store, heard };
}

const canarySource: Behaviour = ({ context: { host } }) =>
  found({
    accessKeyId: `id-${CANARY}`,
    accessKeySecret: `secret-${CANARY}`,
    securityToken: `token-${CANARY}`,
    expiration: host.clock.now() + LIFE_MS,
  });

/** A value that a store was told to write. */
function written(heard: readonly unknown[]): string {
  const values = heard.flat().map(String);
  return values.find((each) => each.startsWith("alicred1")) ?? "";
}

describe("what lies in the store", () => {
  test("is readable to nobody without the key, and tells nothing of id, key and session", async () => {
    const { store, heard } = overheard();
    const { clock, member } = fleet(canarySource, store);
    const { resolver, events } = member({ key: keyOf(1), id: `role/${CANARY}` });
    await resultOf(clock, resolver.get());
    const value = written(heard);
    const told = JSON.stringify(heard);
    expect(value).toMatch(/^alicred1\.[\da-f]{8}\.[\w+/]+=*$/);
    for (const secret of [CANARY, keyOf(1), btoa(CANARY), "accessKey", "expiration"]) {
      expect(told).not.toContain(secret);
      expect(atob(value.split(".")[2] ?? "")).not.toContain(secret);
    }
    expect(JSON.stringify(events)).not.toContain(CANARY);
  });

  test("is never the same twice", async () => {
    const values = new Set<string>();
    for (let run = 0; run < 2; run++) {
      const { store, heard } = overheard();
      const { clock, member } = fleet(undefined, store);
      // Another seed of the host's random bytes.
      for (let skipped = 0; skipped < run; skipped++) member({ key: keyOf(1) });
      await resultOf(clock, member({ key: keyOf(1) }).resolver.get());
      values.add(written(heard));
    }
    expect(values.size).toBe(2);
  });

  test("serves only under its own id", async () => {
    const { clock, store, upstream, member } = fleet();
    const { heard, store: spy } = overheard();
    await resultOf(clock, member({ key: keyOf(1), id: "one", store: spy }).resolver.get());
    const value = written(heard);
    // An attacker who can write to the store puts the session of one id under another.
    const victim = member({
      key: keyOf(1),
      id: "two",
      store: { ...store, read: async () => ({ value, leftMs: 500_000 }) },
    });
    const { accessKeyId } = await resultOf(clock, victim.resolver.get());
    expect(accessKeyId).toBe("key-2");
    expect(upstream.calls).toHaveLength(2);
    expect(victim.events).toContainEqual(expect.objectContaining({ code: "STORE_VALUE_DAMAGED" }));
  });

  test.each([
    ["plain text", `alicred1.plain.${btoa(JSON.stringify({ storedAtMs: 1, keepMs: 600_000 }))}`],
    ["another version", "alicred2.00000000.AAAA"],
    ["half a value", "alicred1.00000000."],
    ["nothing", ""],
    ["a cut value", "alicred1.plain"],
  ])("%s in its place is replaced, and never served", async (_what, value) => {
    const store = memoryStore();
    const { clock, upstream, member } = fleet(undefined, store);
    const { host } = member();
    const { heard, store: spy } = overheard();
    await resultOf(clock, member({ key: keyOf(1), store: spy }).resolver.get());
    const id = String(heard.flat()[0]);
    const call = { host, signal: new AbortController().signal };
    await store.lease(id, "f", 1_000, call);
    await store.write(id, "f", value, 600_000, call);
    await resultOf(clock, member({ key: keyOf(1) }).resolver.get());
    await resultOf(clock, member({ key: keyOf(1) }).resolver.get());
    expect(upstream.calls).toHaveLength(2);
  });
});

describe("keys", () => {
  test("a wrong key: the process asks for itself, leaves the session alone, and says why", async () => {
    const { clock, upstream, member } = fleet();
    await resultOf(clock, member({ key: keyOf(1) }).resolver.get());
    const wrong = member({ key: keyOf(2) });
    const { accessKeyId } = await resultOf(clock, wrong.resolver.get());
    expect(accessKeyId).toBe("key-2");
    expect(wrong.events).toContainEqual(
      expect.objectContaining({ outcome: "unreadable", code: "STORE_KEY_UNKNOWN" }),
    );
    const right = await resultOf(clock, member({ key: keyOf(1) }).resolver.get());
    expect(right.accessKeyId).toBe("key-1");
    expect(upstream.calls).toHaveLength(2);
  });

  test("are rotated without a call: first all can read the new one, then it writes", async () => {
    const { clock, upstream, member } = fleet();
    const [before, meanwhile, after] = [[keyOf(1)], [keyOf(1), keyOf(2)], [keyOf(2), keyOf(1)]];
    await resultOf(clock, member({ key: before }).resolver.get());
    for (const key of [meanwhile, after]) await resultOf(clock, member({ key }).resolver.get());
    expect(upstream.calls).toHaveLength(1);
    const rotated = member({ key: after });
    const { resolver } = rotated;
    const rejected = await resultOf(clock, resolver.get());
    resolver.invalidate(rejected);
    await resultOf(clock, resolver.get());
    const readers = [meanwhile, after, [keyOf(2)]].map((key) => member({ key }).resolver.get());
    const served = await resultOf(clock, Promise.all(readers));
    expect(new Set(served.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-2"]));
  });

  test.each([
    ["Base64", keyOf(1)],
    ["Base64url", keyOf(1).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")],
    ["bytes", new Uint8Array(32).fill(1)],
    ["a list", [new Uint8Array(32).fill(1), keyOf(2)]],
    ["several in one text", `${keyOf(1)}, ${keyOf(2)}\n${keyOf(3)}`],
    ["a function", async () => keyOf(1)],
  ])("as %s", async (_form, key) => {
    const { clock, upstream, member } = fleet();
    await resultOf(clock, member({ key: keyOf(1) }).resolver.get());
    await resultOf(clock, member({ key }).resolver.get());
    expect(upstream.calls).toHaveLength(1);
  });

  test("from the environment variable, by default", async () => {
    const { clock, upstream, member, store } = fleet();
    await resultOf(clock, member({ key: keyOf(7) }).resolver.get());
    const { host } = member();
    const source = { name: "never", resolve: () => Promise.reject(new Error("asked")) };
    const cache = sharedCache({ source, store, id: "fleet" });
    const env = (name: string): string | undefined => (name === "ALICRED_CACHE_KEY" ? keyOf(7) : undefined);
    const context = createContext({ host: { ...host, env }, signal: new AbortController().signal });
    const { value } = await outcome(clock, cache.resolve(context));
    expect(value?.outcome).toBe("credentials");
    expect(upstream.calls).toHaveLength(1);
  });

  test.each([
    ["nothing", undefined, "INCOMPLETE_CONFIGURATION"],
    ["an empty text", "", "INCOMPLETE_CONFIGURATION"],
    ["a function that has none", (): undefined => undefined, "INCOMPLETE_CONFIGURATION"],
    ["a short key", btoa(CANARY), "INVALID_CONFIGURATION"],
    ["no Base64", `${CANARY}!`, "INVALID_CONFIGURATION"],
    ["a short key behind a good one", [keyOf(1), btoa(CANARY)], "INVALID_CONFIGURATION"],
    ["anything else, by a function", () => [{ CANARY }] as never, "INVALID_CONFIGURATION"],
  ] as const)("%s is refused, and neither the store nor the source is asked", async (_what, key, code) => {
    const { store, heard } = overheard();
    const { upstream, member, clock } = fleet(undefined, store);
    const { host } = member();
    const cache = sharedCache({ source: upstream, store, id: "x", key });
    const context = createContext({ host, signal: new AbortController().signal });
    const { error } = await outcome(clock, cache.resolve(context));
    expect(error).toBeInstanceOf(AlicredError);
    expect(error).toMatchObject({ code, retryable: false });
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
    expect(heard).toEqual([]);
    expect(upstream.calls).toEqual([]);
  });

  test("unencrypted, by name: what an encrypting process wrote stays, and the other way round is replaced", async () => {
    const { clock, upstream, member } = fleet();
    await resultOf(clock, member({ unencrypted: true }).resolver.get());
    await resultOf(clock, member({ unencrypted: true }).resolver.get());
    expect(upstream.calls).toHaveLength(1);
    const encrypting = member({ key: keyOf(1) });
    await resultOf(clock, encrypting.resolver.get());
    expect(upstream.calls).toHaveLength(2);
    const plain = member({ unencrypted: true });
    await resultOf(clock, plain.resolver.get());
    expect(outcomesOf(plain.events)).toEqual(["unreadable"]);
  });
});
