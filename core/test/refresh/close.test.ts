import { describe, expect, it } from "vitest";
import { refreshing } from "../../src/mod.ts";
import {
  type Behaviour,
  fails,
  fakeSource,
  hangsForEver,
  hangsUntilAborted,
  issues,
} from "../support/fake-source.ts";
import { HOUR_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { testHost } from "../support/test-host.ts";
import { settle } from "../support/virtual-clock.ts";

describe("close", () => {
  const behaviours: [string, Behaviour][] = [
    ["is slow", issues({ lifetimeMs: HOUR_MS, latencyMs: 10 * SECOND_MS })],
    ["hangs", hangsUntilAborted],
    ["hangs and ignores its signal", hangsForEver],
  ];

  it.each(behaviours)(
    "fails every waiter at once and leaves no timer, when the source %s",
    async (_, behaviour) => {
      const host = testHost();
      const source = fakeSource(behaviour);
      const resolver = refreshing(source, { host });
      const outcomes = [
        resolver.get(),
        resolver.get({ signal: new AbortController().signal }),
        resolver.get({ timeoutMs: HOUR_MS }),
        resolver.get({ minTtlMs: 1 }),
      ].map(watch);
      await host.clock.advance(SECOND_MS);
      resolver.close();
      await settle();
      expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(4).fill("RESOLVER_CLOSED"));
      expect(source.calls[0]?.context.signal.aborted).toBe(true);
      expect(host.clock.pending()).toBe(0);
    },
  );

  it("fails every later call and forgets the snapshot", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    resolver.close();
    const error = await rejection(resolver.get());
    expect(error).toMatchObject({ code: "RESOLVER_CLOSED", retryable: false, source: "fake" });
    expect((await rejection(resolver.get({ minTtlMs: 1 }))).code).toBe("RESOLVER_CLOSED");
    expect(resolver.peek()).toBeUndefined();
    expect(source.calls).toHaveLength(1);
  });

  it("lets no late answer in, from a source that ignores its signal", async () => {
    const host = testHost();
    const source = fakeSource(async (call) => {
      await host.clock.sleep(SECOND_MS);
      return issues({ lifetimeMs: HOUR_MS })(call);
    });
    const resolver = refreshing(source, { host });
    const outcome = watch(resolver.get());
    resolver.close();
    await host.clock.advance(5 * SECOND_MS);
    expect(outcome.error?.code).toBe("RESOLVER_CLOSED");
    expect(resolver.peek()).toBeUndefined();
  });

  it("ends a refresh behind the callers too", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    source.will(hangsForEver);
    await host.clock.advance(HOUR_MS - 300 * SECOND_MS);
    await resolver.get();
    expect(host.clock.pending()).toBeGreaterThan(0);
    resolver.close();
    await settle();
    expect(host.clock.pending()).toBe(0);
  });

  it("is a failed answer for users of the resolver as a source", async () => {
    const host = testHost();
    const inner = refreshing(fakeSource(issues()), { host });
    inner.close();
    const outer = refreshing(inner, { host });
    expect((await rejection(outer.get())).code).toBe("RESOLVER_CLOSED");
  });
});

describe("without close", () => {
  it("no timer waits while nothing is under way", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    expect(host.clock.pending()).toBe(0);
    source.will(fails());
    await host.clock.advance(HOUR_MS);
    await rejection(resolver.get());
    expect(host.clock.pending()).toBe(0);
  });
});
