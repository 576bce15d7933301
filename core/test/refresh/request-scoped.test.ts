import { beforeEach, describe, expect, it } from "vitest";
import { type Resolver, type ResolverEvent, refreshing } from "../../src/mod.ts";
import { type FakeSource, fails, fakeSource, hangsForEver, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, type Outcome, SECOND_MS, watch } from "../support/outcome.ts";
import { recorder, type TestHost, testHost } from "../support/test-host.ts";

// As on workerd: when a request ends, its timers are gone and its promises never settle.
let host: TestHost;
let source: FakeSource;
let resolver: Resolver;
let events: ResolverEvent[];

beforeEach(() => {
  host = testHost({ requestScoped: true });
  source = fakeSource(issues({ lifetimeMs: HOUR_MS, latencyMs: 400 }));
  const { onEvent, ...recorded } = recorder();
  events = recorded.events;
  resolver = refreshing(source, { host, onEvent });
});

function getIn(request: string, options?: Parameters<Resolver["get"]>[0]): Outcome {
  return host.clock.inRequest(request, () => watch(resolver.get(options)));
}

describe("where promises die with their request", () => {
  it("callers of several requests share one refresh that lives", async () => {
    const outcomes = ["a", "b", "c"].map((request) => getIn(request));
    await host.clock.advance(460);
    expect(outcomes.map(({ value }) => value?.accessKeyId)).toEqual(["key-1", "key-1", "key-1"]);
    expect(source.calls).toHaveLength(1);
    // Before the next heartbeat.
    expect(host.clock.pending()).toBe(0);
  });

  it("a waiter takes over within seconds when the request that refreshes dies, and the others follow it", async () => {
    const leader = getIn("leader");
    await host.clock.advance(100);
    const waiters = ["a", "b", "c"].map((request) => getIn(request));
    await host.clock.advance(100);
    host.clock.endRequest("leader");
    await host.clock.advance(2_500);
    expect(waiters.map(({ value }) => value?.accessKeyId)).toEqual(["key-2", "key-2", "key-2"]);
    expect(leader.settled).toBe(false);
    expect(source.calls).toHaveLength(2);
    expect(events.filter(({ type }) => type === "take-over")).toHaveLength(1);
    expect(host.clock.pending()).toBe(0);
  });

  it("so does a caller that comes after the death", async () => {
    getIn("leader");
    host.clock.endRequest("leader");
    await host.clock.advance(5 * SECOND_MS);
    const late = getIn("late");
    await host.clock.advance(400);
    expect(late.value?.accessKeyId).toBe("key-2");
    expect(events.find(({ type }) => type === "take-over")).toEqual({
      type: "take-over",
      source: "fake",
      silentMs: 5 * SECOND_MS,
      depth: 0,
    });
  });

  it("a chain of deaths is survived", async () => {
    getIn("r1");
    for (const [dying, next] of [
      ["r1", "r2"],
      ["r2", "r3"],
      ["r3", "r4"],
    ] as const) {
      host.clock.endRequest(dying);
      getIn(next);
      await host.clock.advance(1_100);
    }
    const last = getIn("r5");
    await host.clock.advance(2 * SECOND_MS);
    expect(last.settled).toBe(true);
    expect(last.error).toBeUndefined();
  });

  it("a slow refresh that lives is not taken over", async () => {
    source.will(issues({ latencyMs: 15 * SECOND_MS }));
    const leader = getIn("leader");
    const waiter = getIn("waiter");
    await host.clock.advance(16 * SECOND_MS);
    expect(leader.value?.accessKeyId).toBe("key-1");
    expect(waiter.value?.accessKeyId).toBe("key-1");
    expect(source.calls).toHaveLength(1);
  });

  it("an upstream that hangs ends by the limit of a refresh, for the waiters too", async () => {
    source.will(hangsForEver);
    const outcomes = [getIn("leader"), getIn("waiter")];
    await host.clock.advance(20 * SECOND_MS + 300);
    expect(outcomes.map(({ error }) => error?.code)).toEqual(["UPSTREAM_TIMEOUT", "UPSTREAM_TIMEOUT"]);
    expect(source.calls).toHaveLength(1);
  });

  it("a failure reaches the waiters of all requests", async () => {
    source.will(fails(undefined, 300));
    const outcomes = [getIn("leader"), getIn("waiter")];
    await host.clock.advance(SECOND_MS);
    expect(outcomes.map(({ error }) => error?.code)).toEqual([
      "UPSTREAM_UNAVAILABLE",
      "UPSTREAM_UNAVAILABLE",
    ]);
  });

  it("a waiter leaves at its own deadline", async () => {
    source.will(hangsForEver);
    getIn("leader");
    const waiter = getIn("waiter", { timeoutMs: 777 });
    await host.clock.advance(776);
    expect(waiter.settled).toBe(false);
    await host.clock.advance(1);
    expect(waiter.error?.code).toBe("WAIT_TIMEOUT");
  });

  it("the late answer of a refresh that was taken over does not replace a newer one", async () => {
    source.will(issues({ lifetimeMs: HOUR_MS, latencyMs: 3 * SECOND_MS }));
    const leader = getIn("leader");
    source.will(issues({ lifetimeMs: HOUR_MS, latencyMs: 400 }));
    // The process stood still, so that the refresh showed no sign of life.
    host.clock.freeze(1_500);
    const waiter = getIn("waiter");
    expect(source.calls).toHaveLength(2);
    await host.clock.advance(SECOND_MS);
    expect(waiter.value?.accessKeyId).toBe("key-2");
    await host.clock.advance(3 * SECOND_MS);
    expect(leader.value?.accessKeyId).toBe("key-2");
    expect(resolver.peek()?.accessKeyId).toBe("key-2");
    expect(host.clock.pending()).toBe(0);
  });

  it("the late failure of a refresh that was taken over does not spoil a newer one", async () => {
    source.will(fails(undefined, 3 * SECOND_MS));
    const leader = getIn("leader");
    source.will(issues({ lifetimeMs: HOUR_MS, latencyMs: 400 }));
    host.clock.freeze(1_500);
    getIn("waiter");
    await host.clock.advance(5 * SECOND_MS);
    expect(leader.value?.accessKeyId).toBe("key-2");
    expect(events.filter(({ type }) => type === "refresh-failure")).toEqual([]);
  });

  it("a refresh behind the callers that dies with its request is started again by a later one", async () => {
    getIn("first");
    await host.clock.advance(HOUR_MS - 5 * MINUTE_MS);
    source.will(hangsForEver);
    expect(getIn("early").settled).toBe(false);
    await host.clock.advance(10);
    host.clock.endRequest("early");
    source.will(issues({ lifetimeMs: HOUR_MS, latencyMs: 400 }));
    await host.clock.advance(5 * SECOND_MS);
    const later = getIn("later");
    await host.clock.advance(SECOND_MS);
    // Its request carries the refresh, so that this one does not die too.
    expect(later.value?.accessKeyId).toBe("key-3");
    expect(resolver.peek()?.accessKeyId).toBe("key-3");
  });

  describe("without `waitUntil`, in the advisory window", () => {
    /** Requests that end as soon as they are answered, or at once; all calls upstream of one advisory window. */
    async function callsOfWindow(endsAtOnce: boolean): Promise<number> {
      const before = source.calls.length;
      for (let number = 0; number < 240; number++) {
        const request = `request ${number}`;
        const outcome = getIn(request);
        await host.clock.advance(endsAtOnce ? 0 : 1);
        if (outcome.settled || endsAtOnce) host.clock.endRequest(request);
        await host.clock.advance(1_000);
      }
      return source.calls.length - before;
    }

    beforeEach(async () => {
      host.clock.inRequest("cold", () => watch(resolver.get()));
      await host.clock.advance(SECOND_MS);
      await host.clock.advance(HOUR_MS - 7 * MINUTE_MS);
    });

    it("one refresh is wasted, and the next one is carried by the request that starts it", async () => {
      expect(await callsOfWindow(false)).toBe(2);
      expect(resolver.peek()?.accessKeyId).toBe("key-3");
    });

    it("two are wasted when the carriers die too, and the mandatory window is waited for", async () => {
      expect(await callsOfWindow(true)).toBe(2);
      expect(resolver.peek()?.accessKeyId).toBe("key-1");
      await host.clock.advance(2 * MINUTE_MS);
      const waiting = getIn("waiting");
      await host.clock.advance(SECOND_MS);
      expect(waiting.value?.accessKeyId).toBe("key-4");
    });

    it("a key without an end that is to be looked up again still is, after a pause", async () => {
      source.will(issues({ refreshAfterMs: 5 * MINUTE_MS, latencyMs: 400 }));
      resolver = refreshing(source, { host });
      getIn("first");
      await host.clock.advance(5 * MINUTE_MS + SECOND_MS);
      const calls = await callsOfWindow(true);
      expect(calls).toBeGreaterThan(2);
      expect(calls).toBeLessThanOrEqual(6);
    });
  });

  it("`close` fails the waiters, and the refresh of another request ends without effect", async () => {
    const leader = getIn("leader");
    const waiter = getIn("waiter");
    await host.clock.advance(50);
    resolver.close();
    await host.clock.advance(SECOND_MS);
    expect([leader.error?.code, waiter.error?.code]).toEqual(["RESOLVER_CLOSED", "RESOLVER_CLOSED"]);
    expect(resolver.peek()).toBeUndefined();
    expect(host.clock.pending()).toBe(0);
  });
});

describe("waitUntil", () => {
  it("is given each refresh, by the call before the host", async () => {
    const kept: Record<"host" | "call", Promise<unknown>[]> = { host: [], call: [] };
    const keep = (promise: Promise<unknown>): void => void kept.host.push(promise);
    host = testHost({ requestScoped: true, waitUntil: keep });
    resolver = refreshing(source, { host });
    getIn("a");
    getIn("b");
    expect(kept.host).toHaveLength(1);
    await host.clock.advance(HOUR_MS - 5 * MINUTE_MS);
    getIn("c", { waitUntil: (promise) => void kept.call.push(promise) });
    expect([kept.host.length, kept.call.length]).toEqual([1, 1]);
    await host.clock.advance(SECOND_MS);
    await expect(Promise.all([...kept.host, ...kept.call])).resolves.toEqual([undefined, undefined]);
  });

  it("of the request counts for a refresh inside another too", async () => {
    const kept: Promise<unknown>[] = [];
    const inner = refreshing(source, { host });
    const keep = (promise: Promise<unknown>): void => void kept.push(promise);
    const outer = refreshing(inner, { host: { ...host, waitUntil: keep } });
    const outcome = watch(outer.get());
    await host.clock.advance(SECOND_MS);
    expect(outcome.value?.accessKeyId).toBe("key-1");
    expect(kept).toHaveLength(2);
  });

  it("is given a promise that never rejects", async () => {
    const kept: Promise<unknown>[] = [];
    host = testHost({ waitUntil: (promise) => void kept.push(promise) });
    source.will(fails());
    resolver = refreshing(source, { host });
    getIn("a");
    await host.clock.advance(0);
    await expect(Promise.all(kept)).resolves.toEqual([undefined]);
  });
});
