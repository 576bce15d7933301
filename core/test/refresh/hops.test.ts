import { beforeEach, describe, expect, it } from "vitest";
import {
  ask,
  type CredentialSource,
  type Credentials,
  createContext,
  found,
  type Resolver,
  type ResolverEvent,
  refreshing,
} from "../../src/mod.ts";
import {
  type FakeSource,
  fails,
  fakeSource,
  generation,
  hangsForEver,
  issues,
} from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { recorder, type TestHost, testHost } from "../support/test-host.ts";
import { settle } from "../support/virtual-clock.ts";

/** A source that needs the credentials of another, as a role does, and whose sessions live 15 minutes. */
function role(from: CredentialSource, name = "role"): CredentialSource & { bases: Credentials[] } {
  const bases: Credentials[] = [];
  return {
    name,
    bases,
    async resolve(context) {
      const answer = await ask(context, context.cached(from));
      if (answer.outcome !== "credentials") return answer;
      bases.push(answer.credentials);
      const { provenance } = answer.credentials;
      const expiration = context.host.clock.now() + 15 * MINUTE_MS;
      return found({ ...generation(1_000 + bases.length), provenance, expiration });
    },
  };
}

let host: TestHost;
let base: FakeSource;
let events: ResolverEvent[];
let resolver: Resolver;

beforeEach(() => {
  host = testHost();
  base = fakeSource(issues({ lifetimeMs: HOUR_MS }), "login");
  const { onEvent, ...recorded } = recorder();
  events = recorded.events;
  resolver = refreshing(role(role(base), "outer"), { host, onEvent });
});

describe("the caches of the hops below a resolver", () => {
  it("refresh each hop on its own schedule", async () => {
    for (let minute = 0; minute < 60; minute++) {
      await resolver.get();
      await host.clock.advance(MINUTE_MS);
    }
    expect(base.calls).toHaveLength(2);
    expect((await resolver.get()).provenance).toEqual(["outer", "role", "login"]);
  });

  it("tell their events by their depth, so that hits of a hop are no hits of the application", async () => {
    await resolver.get();
    const depths = (type: string): unknown[] =>
      events.filter((event) => event.type === type).map(({ source, depth }) => [source, depth]);
    expect(depths("refresh-success")).toEqual([
      ["login", 2],
      ["role", 1],
      ["outer", 0],
    ]);
    expect(depths("hit")).toEqual(depths("refresh-success"));
  });

  it.each([true, false])(
    "end with `close`: no longer asked, and no timer is left (waiting: %s)",
    async (waits) => {
      if (!waits) {
        await resolver.get();
        await host.clock.advance(55 * MINUTE_MS);
      }
      base.will(hangsForEver);
      const outcome = watch(resolver.get());
      await host.clock.advance(SECOND_MS);
      const signal = base.calls.at(-1)?.context.signal;
      expect(signal?.aborted).toBe(false);
      resolver.close();
      await settle();
      if (waits) expect(outcome.error?.code).toBe("RESOLVER_CLOSED");
      expect(signal?.aborted).toBe(true);
      expect(host.clock.pending()).toBe(0);
    },
  );

  it("are not asked for longer than the refresh that asks them", async () => {
    resolver = refreshing(role(base), { host, refreshTimeoutMs: 3 * SECOND_MS });
    base.will(hangsForEver);
    const outcome = watch(resolver.get());
    await host.clock.advance(3 * SECOND_MS);
    await settle();
    expect(outcome.error?.code).toBe("UPSTREAM_TIMEOUT");
    expect(base.calls[0]?.context.signal.aborted).toBe(true);
    expect(host.clock.pending()).toBe(0);
  });

  it("continue with a refresh behind one that has its answer", async () => {
    await resolver.get();
    base.will(issues({ lifetimeMs: HOUR_MS, latencyMs: 2 * SECOND_MS }));
    await host.clock.advance(58 * MINUTE_MS);
    const outcome = watch(resolver.get());
    await host.clock.advance(5 * SECOND_MS);
    expect(outcome.value).toBeDefined();
    expect(base.calls[1]?.context.signal.aborted).toBe(false);
  });

  it("have the policy of the resolver", async () => {
    const lifetimes: number[] = [];
    const windows = (lifetimeMs: number): { advisoryMs: number; mandatoryMs: number } => {
      lifetimes.push(lifetimeMs);
      return { advisoryMs: 10 * MINUTE_MS, mandatoryMs: 0 };
    };
    await refreshing(role(base), { host, windows }).get();
    expect(lifetimes).toEqual([HOUR_MS, 15 * MINUTE_MS]);
  });

  it("are paced by the resolver, so that they add no pause to a recovery", async () => {
    base.will(fails());
    await rejection(resolver.get());
    const startMs = host.clock.now();
    const outcome = { recovered: false };
    base.will(issues({ lifetimeMs: HOUR_MS }));
    while (!outcome.recovered) {
      resolver.get().then(
        () => Object.assign(outcome, { recovered: true }),
        () => undefined,
      );
      await host.clock.advance(100);
    }
    expect(host.clock.now() - startMs).toBeLessThanOrEqual(2_200);
    expect(base.calls).toHaveLength(2);
  });

  it("are bypassed by `explain`", async () => {
    await resolver.get();
    await resolver.explain();
    expect(base.calls).toHaveLength(2);
  });
});

describe("a resolver that the application passes as a base", () => {
  it("stays its own: it is not closed, and its events are its own", async () => {
    const own = recorder();
    const inner = refreshing(base, { host, onEvent: own.onEvent });
    const outer = refreshing(role(inner), { host });
    await outer.get();
    outer.close();
    expect((await inner.get()).accessKeyId).toBe("key-1");
    expect(own.events.every(({ depth }) => depth === 0)).toBe(true);
  });
});

it("without a resolver nothing is cached", async () => {
  const context = createContext({ host, signal: new AbortController().signal });
  const source = role(base);
  await ask(context, source);
  await ask(context, source);
  expect(base.calls).toHaveLength(2);
  expect(source.bases[0]?.provenance).toEqual(["login"]);
});
