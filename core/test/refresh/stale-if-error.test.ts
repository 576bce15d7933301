import { beforeEach, describe, expect, it } from "vitest";
import { RefusedError, type Resolver, refreshing } from "../../src/mod.ts";
import {
  type FakeSource,
  fails,
  fakeSource,
  hangsForEver,
  isNotConfigured,
  issues,
} from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { recorder, type TestHost, testHost } from "../support/test-host.ts";

const refuses = fails(() => new RefusedError("UPSTREAM_REFUSED", "The service answered 403."));

let host: TestHost;
let source: FakeSource;
let resolver: Resolver;

beforeEach(async () => {
  host = testHost();
  source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
  resolver = refreshing(source, { host, staleIfErrorMs: 10 * MINUTE_MS });
  await resolver.get();
});

describe("staleIfErrorMs", () => {
  it("serves a marked copy for that long after the expiry, and the error from there", async () => {
    source.will(fails());
    await host.clock.advance(HOUR_MS + 7 * SECOND_MS);
    const stale = await resolver.get();
    expect(stale).toMatchObject({
      accessKeyId: "key-1",
      accessKeySecret: "secret-1",
      securityToken: "token-1",
    });
    expect([stale.stale, stale.expiredAgoMs]).toEqual([true, 7 * SECOND_MS]);
    expect(stale.expiresAtMs).toBe(host.clock.now() - 7 * SECOND_MS);
    await host.clock.advance(10 * MINUTE_MS - 7 * SECOND_MS);
    expect((await resolver.get()).expiredAgoMs).toBe(10 * MINUTE_MS);
    await host.clock.advance(1);
    expect((await rejection(resolver.get())).code).toBe("UPSTREAM_UNAVAILABLE");
  });

  it("says so in an event, and keeps trying", async () => {
    const { events, onEvent } = recorder();
    resolver = refreshing(source, { host, staleIfErrorMs: HOUR_MS, onEvent });
    await resolver.get();
    source.will(fails());
    await host.clock.advance(HOUR_MS + SECOND_MS);
    await resolver.get();
    expect(events.at(-1)).toEqual({ type: "stale-serve", source: "fake", expiredAgoMs: SECOND_MS, depth: 0 });
    source.will(issues({ lifetimeMs: HOUR_MS }));
    await host.clock.advance(MINUTE_MS);
    const fresh = await resolver.get();
    expect([fresh.stale, fresh.expiredAgoMs]).toEqual([false, undefined]);
  });

  it("serves nothing stale from `peek`", async () => {
    source.will(fails());
    await host.clock.advance(HOUR_MS + SECOND_MS);
    await resolver.get();
    expect(resolver.peek()).toBeUndefined();
  });

  it("waits for the refresh first, and a caller's own limit counts as an unreachable upstream", async () => {
    source.will(hangsForEver);
    await host.clock.advance(HOUR_MS + SECOND_MS);
    const outcome = watch(resolver.get({ timeoutMs: 300 }));
    await host.clock.advance(299);
    expect(outcome.settled).toBe(false);
    await host.clock.advance(1);
    expect(outcome.value?.stale).toBe(true);
  });

  it.each([
    ["a refusal", refuses, "UPSTREAM_REFUSED"],
    ["the end of the configuration", isNotConfigured("variable A"), "NOT_CONFIGURED"],
  ])("never after %s", async (_, behaviour, code) => {
    source.will(behaviour);
    await host.clock.advance(HOUR_MS + SECOND_MS);
    expect((await rejection(resolver.get())).code).toBe(code);
  });

  it("never after a refusal that an outage followed", async () => {
    source.will(refuses);
    await host.clock.advance(HOUR_MS - 5 * SECOND_MS);
    expect((await resolver.get()).stale).toBe(false);
    source.will(fails());
    await host.clock.advance(MINUTE_MS);
    expect((await rejection(resolver.get())).code).toBe("UPSTREAM_UNAVAILABLE");
  });

  it("is off by default", async () => {
    resolver = refreshing(source, { host });
    await resolver.get();
    source.will(fails());
    await host.clock.advance(HOUR_MS);
    expect((await rejection(resolver.get())).code).toBe("UPSTREAM_UNAVAILABLE");
  });
});
