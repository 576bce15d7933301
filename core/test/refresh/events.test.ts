import { describe, expect, it } from "vitest";
import { chain, RefusedError, refreshing, type Step } from "../../src/mod.ts";
import { fails, fakeSource, isNotConfigured, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { hostWithFraction, recorder } from "../support/test-host.ts";

describe("events", () => {
  it("tell each step of a resolution, in order, with durations", async () => {
    const host = hostWithFraction(0);
    const { events, onEvent } = recorder();
    const resolver = refreshing(
      chain([
        fakeSource(isNotConfigured("variable A"), "env"),
        fakeSource(issues({ lifetimeMs: HOUR_MS, latencyMs: 40 }), "role"),
      ]),
      { host, onEvent },
    );
    const outcome = watch(resolver.get());
    await host.clock.advance(40);
    await resolver.get();
    const source = "chain";
    const expected: Step[] = [
      { type: "refresh-start", source, reason: "cold" },
      { type: "attempt", source },
      { type: "attempt", source: "env" },
      { type: "skip", source: "env", lookedFor: ["variable A"], durationMs: 0 },
      { type: "attempt", source: "role" },
      { type: "answer", source: "role", outcome: "credentials", code: undefined, durationMs: 40 },
      { type: "answer", source, outcome: "credentials", code: undefined, durationMs: 40 },
      { type: "refresh-success", source, durationMs: 40, expiresAtMs: host.clock.now() + HOUR_MS },
      { type: "hit", source, remainingMs: HOUR_MS },
      { type: "hit", source, remainingMs: HOUR_MS },
    ];
    expect(events).toEqual(expected.map((step) => ({ ...step, depth: 0 })));
    expect(outcome.value).toBeDefined();
  });

  it("tell of each of the callers who wait together, whether they get a fresh snapshot, an expired one or an error", async () => {
    const host = hostWithFraction(0);
    const { events, onEvent } = recorder();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS, latencyMs: 40 }));
    const resolver = refreshing(source, { host, onEvent, staleIfErrorMs: HOUR_MS });
    const together = async (): Promise<readonly string[]> => {
      const before = events.length;
      const outcomes = [1, 2, 3].map(() => watch(resolver.get()));
      await host.clock.advance(40);
      const told = events.slice(before).map(({ type }) => type);
      return [...told, ...outcomes.map(({ error }) => error?.code ?? "credentials")];
    };
    const served = ["credentials", "credentials", "credentials"];
    expect((await together()).slice(-6)).toEqual(["hit", "hit", "hit", ...served]);
    expect(events.slice(-3)).toEqual(
      [1, 2, 3].map(() => ({ type: "hit", source: "fake", remainingMs: HOUR_MS, depth: 0 })),
    );
    await host.clock.advance(HOUR_MS);
    source.will(fails(undefined, 40));
    expect((await together()).slice(-6)).toEqual(["stale-serve", "stale-serve", "stale-serve", ...served]);
    expect(events.slice(-3)).toEqual(
      [1, 2, 3].map(() => ({ type: "stale-serve", source: "fake", expiredAgoMs: 40, depth: 0 })),
    );
    await host.clock.advance(2 * HOUR_MS);
    const failed = ["UPSTREAM_UNAVAILABLE", "UPSTREAM_UNAVAILABLE", "UPSTREAM_UNAVAILABLE"];
    expect((await together()).slice(-4)).toEqual(["refresh-failure", ...failed]);
  });

  it("tell why each refresh started, and how it failed", async () => {
    const host = hostWithFraction(0);
    const { events, onEvent } = recorder();
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const resolver = refreshing(source, { host, onEvent });
    await resolver.get();
    await host.clock.advance(10 * MINUTE_MS);
    await resolver.get({ minTtlMs: 55 * MINUTE_MS });
    await host.clock.advance(46 * MINUTE_MS);
    await resolver.get();
    await host.clock.advance(HOUR_MS - 30 * SECOND_MS);
    await resolver.get();
    await host.clock.advance(2 * HOUR_MS);
    source.will(fails(() => new RefusedError("UPSTREAM_REFUSED", "The service answered 403.")));
    await rejection(resolver.get());
    const reasons = events.filter((event) => event.type === "refresh-start").map(({ reason }) => reason);
    expect(reasons).toEqual(["cold", "min-ttl", "advisory", "mandatory", "expired"]);
    expect(events.slice(-3)).toEqual([
      { type: "attempt", source: "fake", depth: 0 },
      {
        type: "answer",
        source: "fake",
        outcome: "failed",
        code: "UPSTREAM_REFUSED",
        durationMs: 0,
        depth: 0,
      },
      {
        type: "refresh-failure",
        source: "fake",
        code: "UPSTREAM_REFUSED",
        durationMs: 0,
        retryable: false,
        nextAttemptInMs: 30_000,
        depth: 0,
      },
    ]);
  });

  it("tell of invalidate and close, and of close but once", async () => {
    const { events, onEvent } = recorder();
    const resolver = refreshing(fakeSource(issues()), { host: hostWithFraction(0), onEvent });
    await resolver.get();
    events.length = 0;
    resolver.invalidate();
    resolver.close();
    resolver.close();
    expect(events).toEqual([
      { type: "invalidate", source: "fake", depth: 0 },
      { type: "close", source: "fake", depth: 0 },
    ]);
  });

  it("give the life left of a key without expiry as infinite", async () => {
    const { events, onEvent } = recorder();
    const resolver = refreshing(fakeSource(issues()), { host: hostWithFraction(0), onEvent });
    await resolver.get();
    expect(events.at(-1)).toMatchObject({ type: "hit", remainingMs: Number.POSITIVE_INFINITY });
    expect(events.at(-2)).toMatchObject({ type: "refresh-success", expiresAtMs: undefined });
  });
});

describe("a listener", () => {
  it("that throws harms nobody", async () => {
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const host = hostWithFraction(0);
    const onEvent = (): never => {
      throw new Error("the logger is broken");
    };
    const resolver = refreshing(source, { host, onEvent, staleIfErrorMs: HOUR_MS });
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    source.will(fails());
    await host.clock.advance(HOUR_MS);
    expect((await resolver.get()).stale).toBe(true);
    resolver.invalidate();
    resolver.close();
  });

  it.each(["refresh-start", "attempt", "refresh-success"])(
    "that itself calls the resolver at %s joins the refresh",
    async (type) => {
      const source = fakeSource(issues({ latencyMs: 10 }));
      const host = hostWithFraction(0);
      const outcomes: ReturnType<typeof watch>[] = [];
      const resolver = refreshing(source, {
        host,
        onEvent: (event) => {
          if (event.type === type) outcomes.push(watch(resolver.get()));
        },
      });
      outcomes.push(watch(resolver.get()));
      await host.clock.advance(SECOND_MS);
      expect(outcomes.map(({ value }) => value?.accessKeyId)).toEqual(["key-1", "key-1"]);
      expect(source.calls).toHaveLength(1);
    },
  );

  it("that closes the resolver at the start of a refresh leaves nothing behind", async () => {
    const host = hostWithFraction(0);
    const source = fakeSource(issues({ latencyMs: SECOND_MS }));
    const resolver = refreshing(source, {
      host,
      onEvent: (event) => event.type === "refresh-start" && resolver.close(),
    });
    expect((await rejection(resolver.get())).code).toBe("RESOLVER_CLOSED");
    expect(source.calls).toHaveLength(0);
    expect(host.clock.pending()).toBe(0);
  });

  const droppings = (["hit", "refresh-start", "stale-serve"] as const).flatMap((type) =>
    (["invalidate", "close"] as const).map((method) => [type, method] as const),
  );
  it.each(droppings)("that at %s calls %s does not cost the caller the snapshot", async (type, method) => {
    const host = hostWithFraction(0);
    const source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
    const heard: string[] = [];
    const resolver = refreshing(source, {
      host,
      staleIfErrorMs: HOUR_MS,
      onEvent: (event) => {
        if (event.type !== type || host.clock.now() === startedAtMs) return;
        heard.push(type);
        resolver[method]();
      },
    });
    const startedAtMs = host.clock.now();
    const { accessKeyId } = await resolver.get();
    source.will(fails());
    await host.clock.advance({ hit: 1, "refresh-start": 50, "stale-serve": 70 }[type] * MINUTE_MS);
    expect((await resolver.get()).accessKeyId).toBe(accessKeyId);
    expect(heard).toHaveLength(1);
    expect(resolver.peek()).toBeUndefined();
  });
});
