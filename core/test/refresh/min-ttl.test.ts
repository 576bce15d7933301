import { beforeEach, describe, expect, it } from "vitest";
import { type RefreshWindows, type Resolver, refreshing } from "../../src/mod.ts";
import { type FakeSource, fails, fakeSource, issues } from "../support/fake-source.ts";
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
    expect(source.calls).toHaveLength(1);
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
