import { beforeEach, describe, expect, it } from "vitest";
import { type Resolver, refreshing } from "../../src/mod.ts";
import { type FakeSource, fails, fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { recorder, type TestHost, testHost } from "../support/test-host.ts";

let host: TestHost;
let source: FakeSource;
let resolver: Resolver;

beforeEach(() => {
  host = testHost();
  source = fakeSource(issues({ lifetimeMs: HOUR_MS, latencyMs: 100 }));
  resolver = refreshing(source, { host });
});

async function get(): Promise<string | undefined> {
  const outcome = watch(resolver.get());
  await host.clock.advance(100);
  return outcome.value?.accessKeyId;
}

describe("invalidate", () => {
  it("forgets the snapshot, so that the next call acquires a new one", async () => {
    expect(await get()).toBe("key-1");
    resolver.invalidate();
    expect(resolver.peek()).toBeUndefined();
    expect(await get()).toBe("key-2");
  });

  it("given the rejected snapshot, costs one acquisition however many callers report it", async () => {
    await get();
    const rejected = resolver.peek();
    const outcomes = [];
    for (let i = 0; i < 20; i++) {
      resolver.invalidate(rejected);
      outcomes.push(watch(resolver.get()));
      await host.clock.advance(17);
    }
    await host.clock.advance(100);
    expect(new Set(outcomes.map(({ value }) => value?.accessKeyId))).toEqual(new Set(["key-2"]));
    expect(source.calls).toHaveLength(2);
  });

  it("given an older snapshot, leaves a newer one alone", async () => {
    await get();
    const older = resolver.peek();
    resolver.invalidate();
    await get();
    resolver.invalidate(older);
    expect(resolver.peek()?.accessKeyId).toBe("key-2");
  });

  it("given a hit's snapshot, which is the very object that was cached, forgets it", async () => {
    await get();
    resolver.invalidate(await resolver.get());
    expect(resolver.peek()).toBeUndefined();
  });

  it("during a refresh behind the callers joins that refresh", async () => {
    await get();
    await host.clock.advance(HOUR_MS - 5 * MINUTE_MS);
    const behind = watch(resolver.get());
    await host.clock.advance(0);
    resolver.invalidate();
    const outcome = watch(resolver.get());
    await host.clock.advance(100);
    expect([behind.value?.accessKeyId, outcome.value?.accessKeyId]).toEqual(["key-1", "key-2"]);
    expect(source.calls).toHaveLength(2);
  });

  it("keeps the back-off in force", async () => {
    await get();
    source.will(fails());
    await host.clock.advance(HOUR_MS - 5 * MINUTE_MS);
    await get();
    resolver.invalidate();
    expect((await rejection(resolver.get())).code).toBe("UPSTREAM_UNAVAILABLE");
  });

  it("on an empty cache is nothing, and says nothing", async () => {
    const { events, onEvent } = recorder();
    resolver = refreshing(source, { host, onEvent });
    resolver.invalidate();
    expect(events).toEqual([]);
  });
});

describe("peek", () => {
  it("is synchronous, starts nothing, and never gives expired credentials", async () => {
    expect(resolver.peek()).toBeUndefined();
    expect(source.calls).toHaveLength(0);
    await get();
    const snapshot = resolver.peek();
    expect(snapshot?.accessKeyId).toBe("key-1");
    await host.clock.advance(HOUR_MS - 2 * SECOND_MS);
    expect(resolver.peek()).toBe(snapshot);
    await host.clock.advance(2 * SECOND_MS);
    expect(resolver.peek()).toBeUndefined();
    expect(source.calls).toHaveLength(1);
  });
});
