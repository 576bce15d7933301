import { beforeEach, describe, expect, it } from "vitest";
import {
  ask,
  type CredentialSource,
  chain,
  found,
  type RefreshWindows,
  type Resolver,
  refreshing,
} from "../../src/mod.ts";
import { type Behaviour, type FakeSource, fails, fakeSource, issues } from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

let host: TestHost;
let source: FakeSource;
let resolver: Resolver;

beforeEach(async () => {
  host = testHost();
  source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
  resolver = refreshing(source, { host });
  await resolver.get();
});

describe("get({ minTtlMs })", () => {
  it("serves from the cache while enough life is left, and acquires new credentials after that", async () => {
    await host.clock.advance(20 * MINUTE_MS);
    expect((await resolver.get({ minTtlMs: 40 * MINUTE_MS })).accessKeyId).toBe("key-1");
    await host.clock.advance(1);
    const credentials = await resolver.get({ minTtlMs: 40 * MINUTE_MS });
    expect(credentials.accessKeyId).toBe("key-2");
    expect(credentials.expiresAtMs).toBe(host.clock.now() + HOUR_MS);
  });

  it("says that the source issues no longer sessions, without asking it over and over", async () => {
    for (let second = 0; second < 60; second++) {
      const error = await rejection(resolver.get({ minTtlMs: 2 * HOUR_MS }));
      expect(error).toMatchObject({ code: "MIN_TTL_UNAVAILABLE", retryable: false, source: "fake" });
      expect(error.message).toContain(`live ${3600 - second} s more, 7200 s were asked for`);
      await host.clock.advance(SECOND_MS);
    }
    await host.clock.advance(1);
    const { message } = await rejection(resolver.get({ minTtlMs: 2 * HOUR_MS }));
    expect(message).toContain("live 3539 s more");
    // The snapshot of the first call was not asked to live as long.
    expect(source.calls).toHaveLength(2);
  });

  it("says so after one acquisition on a cold cache", async () => {
    resolver = refreshing(source, { host });
    const error = await rejection(resolver.get({ minTtlMs: 2 * HOUR_MS }));
    expect(error.code).toBe("MIN_TTL_UNAVAILABLE");
    expect(source.calls).toHaveLength(2);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });

  it("asks a source that repeats its answer once, not at every call", async () => {
    const expiration = host.clock.now() + HOUR_MS;
    source.will((call) => issues({ lifetimeMs: expiration - call.context.host.clock.now() })(call));
    await host.clock.advance(30 * MINUTE_MS);
    for (let i = 0; i < 5; i++) {
      expect((await rejection(resolver.get({ minTtlMs: 45 * MINUTE_MS }))).code).toBe("MIN_TTL_UNAVAILABLE");
    }
    expect(source.calls).toHaveLength(2);
  });

  it("asks once too where the windows are wider than the lifetime", async () => {
    source.will((call) => {
      if (call.number > 9) throw new Error("asked in a loop");
      return issues({ lifetimeMs: HOUR_MS })(call);
    });
    const windows = (): RefreshWindows => ({ advisoryMs: 2 * HOUR_MS, mandatoryMs: 0 });
    resolver = refreshing(source, { host, windows });
    expect((await rejection(resolver.get({ minTtlMs: 2 * HOUR_MS }))).code).toBe("MIN_TTL_UNAVAILABLE");
    expect(source.calls).toHaveLength(2);
  });

  describe("around a source that keeps sessions and makes new ones only where that is asked for", () => {
    const shared =
      (leftMs: number): Behaviour =>
      (call) =>
        issues({ latencyMs: SECOND_MS, lifetimeMs: call.context.minTtlMs > leftMs ? HOUR_MS : leftMs })(call);

    beforeEach(() => {
      source = fakeSource(shared(10 * MINUTE_MS));
      resolver = refreshing(source, { host });
    });

    const got = async (minTtlMs?: number): Promise<string> => {
      const work = resolver.get(minTtlMs === undefined ? undefined : { minTtlMs });
      await host.clock.advance(5 * SECOND_MS);
      return (await work).accessKeyId;
    };

    it("tells it how long they must live, also through a chain", async () => {
      expect(await got(15 * MINUTE_MS)).toBe("key-1");
      resolver = refreshing(chain([source]), { host });
      expect(await got(15 * MINUTE_MS)).toBe("key-2");
      await got();
      expect(source.calls.map(({ context }) => context.minTtlMs)).toEqual([900_000, 900_000]);
    });

    it("asks again for a longer one than it was given without a wish", async () => {
      expect(await got()).toBe("key-1");
      expect(await got(15 * MINUTE_MS)).toBe("key-2");
      expect(source.calls.map(({ context }) => context.minTtlMs)).toEqual([0, 900_000]);
    });

    it("asks again where it had joined a refresh that was asked for less", async () => {
      const plain = resolver.get();
      const [long, longer] = [15, 30].map((minutes) => resolver.get({ minTtlMs: minutes * MINUTE_MS }));
      await host.clock.advance(5 * SECOND_MS);
      expect((await plain).accessKeyId).toBe("key-1");
      expect((await long)?.accessKeyId).toBe("key-2");
      // An hour is enough for both.
      expect((await longer)?.accessKeyId).toBe("key-2");
      expect(source.calls).toHaveLength(2);
    });

    it("leaves the base of a role alone, whose session may be shorter", async () => {
      const role: CredentialSource = {
        name: "role",
        async resolve(context) {
          const base = await ask(context, context.cached(source));
          if (base.outcome !== "credentials") return base;
          return found({
            accessKeyId: "of-role",
            accessKeySecret: "s",
            expiration: host.clock.now() + HOUR_MS,
          });
        },
      };
      resolver = refreshing(role, { host });
      expect(await got(30 * MINUTE_MS)).toBe("of-role");
      expect(source.calls.map(({ context }) => context.minTtlMs)).toEqual([0]);
    });
  });

  it("names the failure of the refresh, while others are served the cached credentials", async () => {
    await host.clock.advance(30 * MINUTE_MS);
    source.will(fails());
    const error = await rejection(resolver.get({ minTtlMs: 45 * MINUTE_MS }));
    expect(error).toMatchObject({ code: "MIN_TTL_UNAVAILABLE", retryable: true });
    expect(error.cause).toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
    expect(error.message).toContain("2700 s were asked for. Try again later.");
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    // Within the back-off the upstream is left alone.
    await rejection(resolver.get({ minTtlMs: 45 * MINUTE_MS }));
    expect(source.calls).toHaveLength(2);
  });

  it("never serves expired credentials that `staleIfErrorMs` would allow", async () => {
    resolver = refreshing(source, { host, staleIfErrorMs: HOUR_MS });
    await resolver.get();
    source.will(fails());
    await host.clock.advance(HOUR_MS + MINUTE_MS);
    expect((await rejection(resolver.get({ minTtlMs: 1 }))).code).toBe("UPSTREAM_UNAVAILABLE");
    expect((await resolver.get()).stale).toBe(true);
  });

  it("is content with a key that does not expire", async () => {
    resolver = refreshing(fakeSource(issues()), { host });
    expect((await resolver.get({ minTtlMs: Number.MAX_SAFE_INTEGER })).accessKeyId).toBe("key-1");
  });
});
