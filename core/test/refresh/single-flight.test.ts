import { describe, expect, it } from "vitest";
import { type Resolver, refreshing } from "../../src/mod.ts";
import { type FakeSource, fails, fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, watch } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

const CALLERS = 50;

function make(): { host: TestHost; source: FakeSource; resolver: Resolver } {
  const host = testHost();
  const source = fakeSource(issues({ lifetimeMs: HOUR_MS, latencyMs: 300 }));
  return { host, source, resolver: refreshing(source, { host }) };
}

async function callAll({ host, resolver }: ReturnType<typeof make>): Promise<Set<string | undefined>> {
  const outcomes = [];
  for (let i = 0; i < CALLERS; i++) {
    outcomes.push(watch(resolver.get()));
    await host.clock.advance(i % 3 ? 0 : 25);
  }
  await host.clock.advance(SECOND_MS);
  return new Set(outcomes.map(({ value }) => value?.accessKeyId));
}

describe("property 1: one upstream call per refresh cycle", () => {
  it("on a cold cache", async () => {
    const made = make();
    expect(await callAll(made)).toEqual(new Set(["key-1"]));
    expect(made.source.calls).toHaveLength(1);
  });

  it("in the advisory window, where all get the cached snapshot until the new one arrives", async () => {
    const made = make();
    await callAll(made);
    await made.host.clock.advance(HOUR_MS - 5 * MINUTE_MS);
    expect(await callAll(made)).toEqual(new Set(["key-1", "key-2"]));
    expect(made.source.calls).toHaveLength(2);
  });

  it("in the mandatory window, where all wait for the new one", async () => {
    const made = make();
    await callAll(made);
    await made.host.clock.advance(HOUR_MS - 30 * SECOND_MS);
    expect(await callAll(made)).toEqual(new Set(["key-2"]));
    expect(made.source.calls).toHaveLength(2);
  });

  it("after the expiry", async () => {
    const made = make();
    await callAll(made);
    await made.host.clock.advance(2 * HOUR_MS);
    expect(await callAll(made)).toEqual(new Set(["key-2"]));
    expect(made.source.calls).toHaveLength(2);
  });

  it("when callers ask for more life than is left, all together or mixed with others", async () => {
    const { host, source, resolver } = make();
    const made = { host, source, resolver };
    await callAll(made);
    await host.clock.advance(30 * MINUTE_MS);
    const choosy = [1, 2, 3].map((i) => watch(resolver.get({ minTtlMs: 40 * MINUTE_MS + i })));
    const modest = watch(resolver.get());
    await host.clock.advance(SECOND_MS);
    expect(modest.value?.accessKeyId).toBe("key-1");
    expect(choosy.map(({ value }) => value?.accessKeyId)).toEqual(["key-2", "key-2", "key-2"]);
    expect(source.calls).toHaveLength(2);
  });

  it("when the upstream fails: all get the same error from one call, and later callers within the back-off too", async () => {
    const { host, source, resolver } = make();
    source.will(fails(undefined, 300));
    const outcomes = Array.from({ length: CALLERS }, () => watch(resolver.get()));
    await host.clock.advance(300);
    outcomes.push(watch(resolver.get()));
    await host.clock.advance(0);
    expect(new Set(outcomes.map(({ error }) => error)).size).toBe(1);
    expect(outcomes[0]?.error?.code).toBe("UPSTREAM_UNAVAILABLE");
    expect(source.calls).toHaveLength(1);
  });
});

describe("a hit", () => {
  it("hands the same promise to every caller; all but the first of a millisecond read one clock once, and so does peek", async () => {
    const { host, resolver } = make();
    const first = watch(resolver.get());
    await host.clock.advance(SECOND_MS);
    const readings = host.clock.readings();
    const hit = resolver.get();
    expect(host.clock.readings()).toBe(readings + 2);
    expect(resolver.get()).toBe(hit);
    expect(host.clock.readings()).toBe(readings + 3);
    expect(resolver.peek()).toBe(first.value);
    expect(host.clock.readings()).toBe(readings + 4);
    expect(await hit).toBe(first.value);
    expect(host.clock.pending()).toBe(0);
  });

  it("serves a key without expiry forever", async () => {
    const host = testHost();
    const source = fakeSource(issues());
    const resolver = refreshing(source, { host });
    await resolver.get();
    await host.clock.advance(365 * 24 * HOUR_MS);
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect((await resolver.get({ minTtlMs: HOUR_MS })).accessKeyId).toBe("key-1");
    expect(source.calls).toHaveLength(1);
  });
});
