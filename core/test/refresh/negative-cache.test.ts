import { describe, expect, it } from "vitest";
import {
  AlicredError,
  ConfigurationError,
  NotConfiguredError,
  RefusedError,
  refreshing,
} from "../../src/mod.ts";
import { type Behaviour, fails, fakeSource, isNotConfigured, issues } from "../support/fake-source.ts";
import { MINUTE_MS, rejection, SECOND_MS } from "../support/outcome.ts";
import { hostWithFraction, type TestHost, testHost } from "../support/test-host.ts";

const refused = (): AlicredError => new RefusedError("UPSTREAM_REFUSED", "The service answered 403.");

/** Instants of the calls upstream, from the first, under ten calls of `get` a second. */
async function callsUnderLoad(host: TestHost, behaviour: Behaviour, forMs: number): Promise<number[]> {
  const source = fakeSource(behaviour);
  const resolver = refreshing(source, { host });
  for (let elapsedMs = 0; elapsedMs < forMs; elapsedMs += 100) {
    await rejection(resolver.get());
    await host.clock.advance(100);
  }
  return source.calls.map(({ atMs }) => atMs - (source.calls[0]?.atMs ?? 0));
}

describe("property 7: a permanent error costs at most one upstream call per negative-cache period", () => {
  it.each([
    ["refused", refused],
    ["a configuration error", () => new ConfigurationError("INVALID_CONFIGURATION", "A field is wrong.")],
    ["any error that is not retryable", () => new AlicredError("LOGIN_REQUIRED", "Log in.")],
  ])("%s: every 30 s at the earliest", async (_, makeError) => {
    expect(await callsUnderLoad(hostWithFraction(0), fails(makeError), 100 * SECOND_MS)).toEqual([
      0, 30_000, 60_000, 90_000,
    ]);
  });

  it("spreads the instances over another quarter of the period", async () => {
    const seconds = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const [, second = 0] = await callsUnderLoad(testHost({ seed }), fails(refused), 40 * SECOND_MS);
      expect(second).toBeGreaterThanOrEqual(30_000);
      expect(second).toBeLessThanOrEqual(37_600);
      seconds.add(second);
    }
    expect(seconds.size).toBeGreaterThan(15);
  });

  it("throws one error meanwhile, and asks again after the period of the policy", async () => {
    const host = hostWithFraction(0);
    const source = fakeSource(fails(refused));
    const resolver = refreshing(source, { host, negativeCacheMs: 5 * MINUTE_MS });
    const error = await rejection(resolver.get());
    expect(error).toBeInstanceOf(RefusedError);
    source.will(issues());
    await host.clock.advance(5 * MINUTE_MS - 1);
    expect(await rejection(resolver.get())).toBe(error);
    await host.clock.advance(1);
    expect((await resolver.get()).accessKeyId).toBe("key-2");
  });

  it("holds in spite of `invalidate` and `minTtlMs`", async () => {
    const host = hostWithFraction(0);
    const source = fakeSource(fails(refused));
    const resolver = refreshing(source, { host });
    for (let second = 0; second < 30; second++) {
      resolver.invalidate();
      await rejection(resolver.get());
      await rejection(resolver.get({ minTtlMs: MINUTE_MS }));
      await host.clock.advance(SECOND_MS);
    }
    expect(source.calls).toHaveLength(1);
  });

  it("serves valid credentials after a refusal until their expiry, and the refusal from there", async () => {
    const host = testHost();
    const source = fakeSource(issues({ lifetimeMs: 15 * MINUTE_MS }));
    const resolver = refreshing(source, { host });
    await resolver.get();
    source.will(fails(refused));
    for (let second = 0; second < 899; second++) {
      expect((await resolver.get()).accessKeyId).toBe("key-1");
      await host.clock.advance(SECOND_MS);
    }
    await host.clock.advance(SECOND_MS);
    expect((await rejection(resolver.get())).code).toBe("UPSTREAM_REFUSED");
    expect(source.calls.length).toBeLessThanOrEqual(1 + 10);
  });
});

describe("not configured", () => {
  it("names every source and what it looked for", async () => {
    const resolver = refreshing(fakeSource(isNotConfigured("variable A", "file b")), { host: testHost() });
    const error = await rejection(resolver.get());
    expect(error).toBeInstanceOf(NotConfiguredError);
    expect(error).toMatchObject({ code: "NOT_CONFIGURED", retryable: false, source: "fake" });
    expect(error.message).toContain("1. fake: not configured (looked for variable A, file b)");
    expect(error.answers).toMatchObject([{ source: "fake", lookedFor: ["variable A", "file b"] }]);
  });

  it("is looked for again soon, for somebody may be setting it up", async () => {
    const atMs = await callsUnderLoad(hostWithFraction(0), isNotConfigured("variable A"), 5 * SECOND_MS);
    expect(atMs).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });
});
