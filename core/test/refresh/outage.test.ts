import { beforeEach, describe, expect, it } from "vitest";
import { type Resolver, refreshing, UnavailableError } from "../../src/mod.ts";
import {
  type Behaviour,
  type FakeSource,
  fails,
  fakeSource,
  hangsForEver,
  hangsUntilAborted,
  issues,
  unavailable,
} from "../support/fake-source.ts";
import { MINUTE_MS, rejection, SECOND_MS, watch } from "../support/outcome.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

const LIFETIME_MS = 15 * MINUTE_MS;
const ADVISORY_OPEN_MS = LIFETIME_MS - 150 * SECOND_MS;
const MANDATORY_OPEN_MS = LIFETIME_MS - MINUTE_MS;

let host: TestHost;
let source: FakeSource;
let resolver: Resolver;
let startMs: number;

beforeEach(async () => {
  host = testHost();
  source = fakeSource(issues({ lifetimeMs: LIFETIME_MS }));
  resolver = refreshing(source, { host });
  startMs = host.clock.now();
  await resolver.get();
});

/** Calls every second from one instant of the lifetime to another, and returns the longest wait. */
async function longestWait(fromMs: number, toMs: number): Promise<number> {
  await host.clock.advanceTo(startMs + fromMs);
  const waits: number[] = [];
  while (host.clock.now() < startMs + toMs) {
    const calledAtMs = host.clock.now();
    const call = resolver.get().then((credentials) => {
      waits.push(host.clock.now() - calledAtMs);
      expect(credentials.accessKeyId).toBe("key-1");
    });
    await host.clock.advance(SECOND_MS);
    void call;
  }
  await host.clock.advance(10 * SECOND_MS);
  expect(waits).toHaveLength((toMs - fromMs) / SECOND_MS);
  return Math.max(...waits);
}

const outages: [string, Behaviour][] = [
  ["fails at once", fails()],
  ["fails after 4 s", fails(undefined, 4 * SECOND_MS)],
  ["never answers", hangsUntilAborted],
  ["never answers, with a source that ignores its signal", hangsForEver],
];

describe("property 3: nobody waits for a dead upstream while valid credentials are cached", () => {
  it.each(outages)("in the advisory window, when it %s", async (_, behaviour) => {
    source.will(behaviour);
    expect(await longestWait(ADVISORY_OPEN_MS, MANDATORY_OPEN_MS - 10 * SECOND_MS)).toBe(0);
    expect(source.calls.length).toBeGreaterThan(2);
  });

  it.each(outages)("in the mandatory window, when it %s and is known to be down", async (_, behaviour) => {
    source.will(behaviour);
    await longestWait(ADVISORY_OPEN_MS, ADVISORY_OPEN_MS + 30 * SECOND_MS);
    expect(await longestWait(MANDATORY_OPEN_MS, LIFETIME_MS - 20 * SECOND_MS)).toBe(0);
  });

  it.each([
    ["never answers", hangsUntilAborted, 5 * SECOND_MS],
    ["fails after 4 s", fails(undefined, 4 * SECOND_MS), 4 * SECOND_MS],
  ])(
    "when it %s, the first attempt of the mandatory window alone is waited for",
    async (_, behaviour, waitMs) => {
      source.will(behaviour);
      expect(await longestWait(MANDATORY_OPEN_MS, LIFETIME_MS - 20 * SECOND_MS)).toBe(waitMs);
    },
  );

  it("after a recovery, the first attempt of the next mandatory window is waited for again", async () => {
    source.will(fails());
    await host.clock.advance(ADVISORY_OPEN_MS);
    await resolver.get();
    source.will(issues({ lifetimeMs: LIFETIME_MS, latencyMs: SECOND_MS }));
    await host.clock.advance(MINUTE_MS);
    await resolver.get();
    await host.clock.advance(SECOND_MS);
    expect(resolver.peek()?.accessKeyId).toBe("key-3");
    await host.clock.advance(MANDATORY_OPEN_MS);
    const outcome = watch(resolver.get());
    await host.clock.advance(SECOND_MS);
    expect(outcome.value?.accessKeyId).toBe("key-4");
  });

  it("waits no longer than `mandatoryWaitMs` says", async () => {
    resolver = refreshing(source, { host, mandatoryWaitMs: 700 });
    await resolver.get();
    source.will(hangsForEver);
    await host.clock.advance(MANDATORY_OPEN_MS);
    const early = watch(resolver.get());
    await host.clock.advance(600);
    const late = watch(resolver.get());
    await host.clock.advance(99);
    expect([early.settled, late.settled]).toEqual([false, false]);
    await host.clock.advance(1);
    expect(early.value?.accessKeyId).toBe("key-2");
    expect(late.value?.accessKeyId).toBe("key-2");
  });

  it("serves valid credentials when the caller's own patience ends first", async () => {
    source.will(hangsForEver);
    await host.clock.advance(MANDATORY_OPEN_MS);
    const outcome = watch(resolver.get({ timeoutMs: 500 }));
    await host.clock.advance(500);
    expect(outcome.value?.accessKeyId).toBe("key-1");
  });

  it("serves the cached snapshot up to its expiry and the upstream's error from there", async () => {
    source.will(fails());
    await host.clock.advance(LIFETIME_MS - 5);
    expect((await resolver.get()).accessKeyId).toBe("key-1");
    await host.clock.advance(5);
    expect((await rejection(resolver.get())).code).toBe("UPSTREAM_UNAVAILABLE");
  });
});

describe("hang-proof: an upstream that never answers", () => {
  it.each([
    ["heeds its signal", hangsUntilAborted],
    ["ignores its signal", hangsForEver],
  ])("fails the callers on a cold cache after the limit of a refresh (source %s)", async (_, behaviour) => {
    const cold = fakeSource(behaviour);
    const outcome = watch(refreshing(cold, { host, refreshTimeoutMs: 3 * SECOND_MS }).get());
    await host.clock.advance(3 * SECOND_MS - 1);
    expect(outcome.settled).toBe(false);
    await host.clock.advance(1);
    expect(outcome.error).toMatchObject({ code: "UPSTREAM_TIMEOUT", retryable: true, source: "fake" });
    expect(cold.calls[0]?.context.signal.aborted).toBe(true);
    expect(host.clock.pending()).toBe(0);
  });

  it("fails a caller after its own limit, and continues for the others", async () => {
    const cold = fakeSource(issues({ latencyMs: 2 * SECOND_MS }));
    resolver = refreshing(cold, { host });
    const patient = watch(resolver.get());
    const impatient = watch(resolver.get({ timeoutMs: SECOND_MS }));
    await host.clock.advance(SECOND_MS);
    expect(impatient.error).toBeInstanceOf(UnavailableError);
    expect(impatient.error).toMatchObject({ code: "WAIT_TIMEOUT", retryable: true });
    await host.clock.advance(SECOND_MS);
    expect(patient.value?.accessKeyId).toBe("key-1");
    expect(cold.calls).toHaveLength(1);
  });

  it("does not let a late answer of a refresh that was given up in", async () => {
    const cold = fakeSource(async ({ number, context }) => {
      await context.host.clock.sleep(number === 1 ? 30 * SECOND_MS : 100);
      return issues({ lifetimeMs: LIFETIME_MS })({ number, atMs: 0, context });
    });
    resolver = refreshing(cold, { host });
    const first = watch(resolver.get());
    await host.clock.advance(20 * SECOND_MS);
    expect(first.error?.code).toBe("UPSTREAM_TIMEOUT");
    await host.clock.advance(5 * SECOND_MS);
    const second = watch(resolver.get());
    await host.clock.advance(10 * SECOND_MS);
    expect(second.value?.accessKeyId).toBe("key-2");
    expect(resolver.peek()?.accessKeyId).toBe("key-2");
  });
});

it("a failure of one kind is not mistaken for another", async () => {
  source.will(fails(() => unavailable(2_000)));
  await host.clock.advance(LIFETIME_MS);
  const error = await rejection(resolver.get());
  expect(error).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", retryAfterMs: 2_000, retryable: true });
});
