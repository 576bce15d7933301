import { beforeEach, describe, expect, it } from "vitest";
import { type CredentialSource, found, type Resolver, refreshing, sendRequest } from "../../src/mod.ts";
import { fakeFetch } from "../support/fake-fetch.ts";
import {
  type Behaviour,
  type FakeSource,
  fails,
  fakeSource,
  generation,
  hangsForEver,
  hangsUntilAborted,
  issues,
} from "../support/fake-source.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, watch } from "../support/outcome.ts";
import { recorder, type TestHost, testHost } from "../support/test-host.ts";

let host: TestHost;
let source: FakeSource;
let resolver: Resolver;

beforeEach(async () => {
  host = testHost();
  source = fakeSource(issues({ lifetimeMs: HOUR_MS }));
  resolver = refreshing(source, { host });
  await resolver.get();
  await host.clock.advance(55 * MINUTE_MS);
});

/** Leaves a refresh in flight behind a served caller, freezes the process, and calls as it thaws. */
async function thawInFlight(behaviour: Behaviour, frozenMs: number): Promise<ReturnType<typeof watch>> {
  source.will(behaviour);
  await resolver.get();
  host.clock.freeze(frozenMs);
  source.will(issues({ lifetimeMs: HOUR_MS, latencyMs: 150 }));
  const outcome = watch(resolver.get());
  await host.clock.advance(500);
  return outcome;
}

describe("the first call after a thaw with a refresh in flight", () => {
  it.each<[string, Behaviour]>([
    ["hangs", hangsForEver],
    ["hangs and heeds its signal", hangsUntilAborted],
    ["was to fail after a minute", fails(undefined, MINUTE_MS)],
    ["fails on the thaw", fails(undefined, 10 * SECOND_MS)],
  ])("succeeds with one call upstream when the old request %s", async (_, behaviour) => {
    for (const frozenMs of [HOUR_MS, 24 * HOUR_MS]) {
      const before = source.calls.length;
      const outcome = await thawInFlight(behaviour, frozenMs);
      expect(outcome.value?.accessKeyId).toBe(`key-${before + 2}`);
      expect(source.calls).toHaveLength(before + 2);
      await host.clock.advance(55 * MINUTE_MS);
    }
  });

  it("takes an answer that arrived while the process stood still, if it still lives", async () => {
    const { fetch, requests } = fakeFetch(host.clock, () => ({ body: ["x"], latencyMs: 100 }));
    const issuer: CredentialSource = {
      name: "issuer",
      async resolve(context) {
        await sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }));
        // Read after the timers, as whatever arrives at a socket is.
        await host.clock.sleep(10);
        return found({ ...generation(requests.length), expiration: host.clock.now() + HOUR_MS });
      },
    };
    resolver = refreshing(issuer, { host: { ...host, fetch } });
    const outcome = watch(resolver.get());
    await host.clock.advance(50);
    host.clock.freeze(2 * MINUTE_MS);
    await host.clock.advance(SECOND_MS);
    expect(outcome.value?.accessKeyId).toBe("key-1");
    expect(requests).toHaveLength(1);
  });

  it("is told of the forgotten failure in an event, with no pause after it", async () => {
    const { events, onEvent } = recorder();
    resolver = refreshing(source, { host, onEvent });
    await resolver.get();
    await host.clock.advance(55 * MINUTE_MS);
    const outcome = await thawInFlight(hangsForEver, HOUR_MS);
    expect(outcome.value).toBeDefined();
    expect(events.filter(({ type }) => type === "refresh-failure")).toMatchObject([
      { code: "UPSTREAM_TIMEOUT", nextAttemptInMs: 0 },
    ]);
  });
});

describe("a request in flight while the process stands still", () => {
  it("is repeated although the time for all attempts is over", async () => {
    const { fetch, requests } = fakeFetch(host.clock, (number) => (number === 1 ? "never" : { body: ["x"] }));
    const issuer: CredentialSource = {
      name: "issuer",
      async resolve(context) {
        await sendRequest(context, () => ({ method: "GET", url: "https://sts.example/" }));
        return found({ ...generation(1), expiration: host.clock.now() + HOUR_MS });
      },
    };
    const outcome = watch(refreshing(issuer, { host: { ...host, fetch } }).get());
    await host.clock.advance(SECOND_MS);
    host.clock.freeze(14 * SECOND_MS);
    await host.clock.advance(500);
    expect(outcome.value?.accessKeyId).toBe("key-1");
    expect(requests).toHaveLength(2);
  });
});

it("a caller's limit that ran out while the process stood still leaves it a moment to be answered", async () => {
  source.will(issues({ lifetimeMs: HOUR_MS, latencyMs: 3 * SECOND_MS }));
  resolver.invalidate();
  const outcome = watch(resolver.get({ timeoutMs: SECOND_MS }));
  host.clock.freeze(3 * SECOND_MS - 50);
  await host.clock.advance(50);
  expect(outcome.value?.accessKeyId).toBe("key-2");
});

it("an upstream that truly hangs is failed by its limit, and left alone afterwards", async () => {
  source.will(hangsForEver);
  await host.clock.advance(HOUR_MS);
  const outcome = watch(resolver.get());
  await host.clock.advance(20 * SECOND_MS);
  expect(outcome.error?.code).toBe("UPSTREAM_TIMEOUT");
  const calls = source.calls.length;
  await resolver.get().catch(() => undefined);
  expect(source.calls).toHaveLength(calls);
});
