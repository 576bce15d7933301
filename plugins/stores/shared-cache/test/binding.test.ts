import { ConfigurationError, type Credentials } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { memoryStore, openStored, type SessionBinding, type SessionStore, sharedCache } from "../src/mod.ts";
import { fleet, keyOf, LIFE_MS, outcomesOf, resultOf } from "./support.ts";

/** A binding to a content that the test changes. */
function boundTo(content: { now: string | undefined }): SessionBinding {
  return {
    noteOf: async () => content.now,
    accepts: async (note) => note === content.now,
  };
}

describe("binding", () => {
  test("a session is served while what it was made from is the same, and else replaced for all", async () => {
    const { clock, upstream, member } = fleet();
    const content: { now: string | undefined } = { now: "one" };
    const got = async (): Promise<string> =>
      (await resultOf(clock, member({ binding: boundTo(content) }).resolver.get())).accessKeyId;
    expect([await got(), await got()]).toEqual(["key-1", "key-1"]);
    content.now = "two";
    expect([await got(), await got()]).toEqual(["key-2", "key-2"]);
    expect(upstream.calls).toHaveLength(2);
  });

  test("a session without a note is not shared, and its lease is free again at once", async () => {
    const { clock, upstream, member } = fleet();
    const binding = boundTo({ now: undefined });
    for (const number of [1, 2]) {
      const { resolver, events } = member({ binding });
      expect((await resultOf(clock, resolver.get())).accessKeyId).toBe(`key-${number}`);
      expect(outcomesOf(events)).toEqual(["leased"]);
    }
    expect(upstream.calls).toHaveLength(2);
  });

  test("one that was stored without a binding is asked for with an empty note", async () => {
    const { clock, member } = fleet();
    await resultOf(clock, member().resolver.get());
    const notes: string[] = [];
    const accepts = async (note: string): Promise<boolean> => notes.push(note) > 0;
    const { resolver } = member({ binding: { noteOf: async () => "x", accepts } });
    expect((await resultOf(clock, resolver.get())).accessKeyId).toBe("key-1");
    expect(notes).toEqual([""]);
  });

  test.each([{ binding: { noteOf: async () => "x" } }, { binding: "x" }])("%o is not one", (options) => {
    const source = { name: "x", resolve: () => Promise.reject(new Error()) };
    const wrong = { source, store: memoryStore(), id: "x", ...options } as never;
    expect(() => sharedCache(wrong)).toThrow(ConfigurationError);
  });
});

test("minLifeMs may depend on the lifetime", async () => {
  const { clock, upstream, member } = fleet();
  await resultOf(clock, member().resolver.get());
  const lives: number[] = [];
  const minLifeMs = (lifetimeMs: number): number => {
    lives.push(lifetimeMs);
    return lifetimeMs / 3;
  };
  await clock.advance(LIFE_MS / 2);
  expect((await resultOf(clock, member({ minLifeMs }).resolver.get())).accessKeyId).toBe("key-1");
  await clock.advance(LIFE_MS / 4);
  expect((await resultOf(clock, member({ minLifeMs }).resolver.get())).accessKeyId).toBe("key-2");
  expect(upstream.calls).toHaveLength(2);
  expect(new Set(lives)).toEqual(new Set([LIFE_MS]));
});

describe("openStored", () => {
  /** A store with the id and the value that were written last. */
  function noted(): { store: SessionStore; written: { id: string; value: string }[] } {
    const store = memoryStore();
    const written: { id: string; value: string }[] = [];
    const write: SessionStore["write"] = (id, fence, value, ...rest) => {
      written.push({ id, value });
      return store.write(id, fence, value, ...rest);
    };
    return { store: { ...store, write }, written };
  }

  test("opens what lies under an id, with its note, with the right key and under that id alone", async () => {
    const { store, written } = noted();
    const { clock, member } = fleet(undefined, store);
    const noteOf = async ({ accessKeyId }: Credentials): Promise<string> => `of ${accessKeyId}`;
    const binding: SessionBinding = { noteOf, accepts: async () => true };
    await resultOf(clock, member({ key: keyOf(1), binding }).resolver.get());
    const [{ id, value } = { id: "", value: "" }] = written;
    const host = testHost();
    expect(await openStored(host, id, value, [keyOf(2), keyOf(1)])).toMatchObject({
      credentials: { accessKeyId: "key-1", accessKeySecret: "secret-1", securityToken: "token-1" },
      note: "of key-1",
    });
    expect(await openStored(host, id, value, keyOf(2))).toBeUndefined();
    expect(await openStored(host, "0".repeat(32), value, keyOf(1))).toBeUndefined();
    expect(await openStored(host, id, "no value", keyOf(1))).toBeUndefined();
  });
});
