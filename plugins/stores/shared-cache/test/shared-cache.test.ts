import { RefusedError } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { type Behaviour, fails, issues, unavailable } from "../../../../core/test/support/fake-source.ts";
import { memoryStore } from "../src/mod.ts";
import { type Fleet, fleet, LIFE_MS, outcome, outcomesOf, polled, resultOf, turn } from "./support.ts";

describe.each([
  ["a store that waits", memoryStore, 1_000],
  ["a store that is polled", polled, 200],
] as const)("%s", (_name, makeStore, count) => {
  test(`cold, ${count} processes make one upstream call`, async () => {
    const { clock, upstream, members } = fleet(undefined, makeStore());
    const all = Promise.all(members(count).map(({ resolver }) => resolver.get()));
    const { value = [], tookMs } = await outcome(clock, all);
    expect(upstream.calls).toHaveLength(1);
    expect(new Set(value.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-1"]));
    // The call takes 200 ms, and a pause between two looks at most a second.
    expect(tookMs).toBeLessThan(1_500);
  });

  test("a rotation costs one call, however many processes there are, and nobody waits for it", async () => {
    const { clock, upstream, members } = fleet(undefined, makeStore());
    const all = members(20);
    await resultOf(clock, Promise.all(all.map(({ resolver }) => resolver.get())));
    const hours = 1;
    let waited = 0;
    for (const endMs = clock.trueMs() + hours * 3_600_000; clock.trueMs() < endMs; ) {
      await clock.advance(10_000);
      for (const { resolver } of all) {
        const beforeMs = clock.trueMs();
        const { expiresAtMs = 0 } = await resolver.get();
        waited += clock.trueMs() - beforeMs;
        expect(expiresAtMs).toBeGreaterThan(clock.now());
      }
    }
    expect(waited).toBe(0);
    // Each session is renewed by the first process whose instant has come: 5 minutes before its end at the earliest.
    const shortestMs = LIFE_MS - 300_000;
    expect(upstream.calls.length).toBeGreaterThanOrEqual((hours * 3_600_000) / LIFE_MS);
    expect(upstream.calls.length).toBeLessThanOrEqual(1 + Math.ceil((hours * 3_600_000) / shortestMs));
  });

  test("a holder that dies costs at most its lease", async () => {
    const { clock, upstream, members } = fleet(undefined, makeStore());
    const [dead, ...others] = members(10);
    upstream.will(issues({ lifetimeMs: LIFE_MS, latencyMs: 3_000 }));
    void clock.inRequest("dead", () => dead?.resolver.get().catch(() => undefined));
    while (upstream.calls.length === 0) await turn();
    clock.endRequest("dead");
    upstream.will(issues({ lifetimeMs: LIFE_MS, latencyMs: 200 }));
    const { value = [], tookMs } = await outcome(
      clock,
      Promise.all(others.map(({ resolver }) => resolver.get())),
    );
    expect(upstream.calls).toHaveLength(2);
    expect(new Set(value.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-2"]));
    expect(tookMs).toBeGreaterThan(4_000);
    expect(tookMs).toBeLessThan(5_000 + 1_500);
  });

  test("a holder that takes longer than its lease keeps it while it lives", async () => {
    const { clock, upstream, members } = fleet(
      issues({ lifetimeMs: LIFE_MS, latencyMs: 15_000 }),
      makeStore(),
    );
    await resultOf(clock, Promise.all(members(5).map(({ resolver }) => resolver.get())));
    expect(upstream.calls).toHaveLength(1);
  });

  test("while the upstream is away, the fleet asks about once a second, and has the session soon after", async () => {
    const { clock, upstream, members } = fleet(fails(), makeStore());
    const all = members(50);
    const early = Promise.allSettled(all.map(({ resolver }) => resolver.get()));
    const startedAtMs = clock.trueMs();
    await turn();
    while (clock.trueMs() - startedAtMs < 12_000) await clock.advance(50);
    // The pause after each failure is 1 to 2 s: in 12 s there are 6 to 12 of them.
    expect(upstream.calls.length).toBeGreaterThanOrEqual(6);
    expect(upstream.calls.length).toBeLessThanOrEqual(13);
    upstream.will(issues({ lifetimeMs: LIFE_MS }));
    const { value = [], tookMs } = await outcome(clock, early);
    expect(tookMs).toBeLessThan(4_000);
    // All but those whose own call failed.
    expect(value.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(30);
  });
});

test("a process that was refused keeps nobody waiting", async () => {
  const { clock, upstream, members } = fleet(fails(() => new RefusedError("UPSTREAM_REFUSED", "No.")));
  const [first, second] = members(2);
  const refused = await outcome(clock, Promise.resolve(first?.resolver.get()));
  expect(refused.error).toMatchObject({ code: "UPSTREAM_REFUSED" });
  upstream.will(issues({ lifetimeMs: LIFE_MS }));
  const { value, tookMs } = await outcome(clock, Promise.resolve(second?.resolver.get()));
  expect(value?.accessKeyId).toBe("key-2");
  expect(tookMs).toBeLessThan(100);
});

test("a session that a service rejected is removed for all, and renewed once", async () => {
  const { clock, upstream, members } = fleet();
  const all = members(20);
  const [rejected] = await resultOf(clock, Promise.all(all.map(({ resolver }) => resolver.get())));
  expect(rejected?.accessKeyId).toBe("key-1");
  for (const { resolver } of all) resolver.invalidate(resolver.peek());
  const renewed = await resultOf(clock, Promise.all(all.map(({ resolver }) => resolver.get())));
  expect(upstream.calls).toHaveLength(2);
  expect(new Set(renewed.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-2"]));
  expect(outcomesOf(all[0]?.events ?? [])).toContain("removed");
  // A process that comes later gets the new one.
  const late = await resultOf(clock, members(1)[0]?.resolver.get() ?? Promise.reject());
  expect(late.accessKeyId).toBe("key-2");
});

test("a holder that slept past its lease overwrites nothing", async () => {
  const { clock, upstream, members, store, member } = fleet();
  const [slow, fast] = members(2);
  upstream.will(async ({ number, context }) => {
    // The first call hangs in a process whose timers stand still.
    if (number === 1) await new Promise<void>((resolve) => (wake = resolve));
    return issues({ lifetimeMs: LIFE_MS + number })({ number, atMs: 0, context });
  });
  let wake = (): void => undefined;
  const sleeping = clock.inRequest("slow", () => slow?.resolver.get());
  while (upstream.calls.length === 0) await turn();
  clock.endRequest("slow");
  await resultOf(clock, fast?.resolver.get() ?? Promise.reject());
  wake();
  expect((await sleeping)?.accessKeyId).toBe("key-1");
  expect(outcomesOf(slow?.events ?? [])).toEqual(["leased", "lease-lost"]);
  const late = await resultOf(clock, member().resolver.get());
  expect(late.accessKeyId).toBe("key-2");
  expect(store.name).toBe("memory");
});

test("a caller that gives up leaves no lease behind", async () => {
  const { clock, upstream, members } = fleet(issues({ lifetimeMs: LIFE_MS, latencyMs: 3_000 }));
  const [first, second] = members(2);
  const pending = first?.resolver.get();
  const ending = expect(pending).rejects.toMatchObject({ code: "RESOLVER_CLOSED" });
  while (upstream.calls.length === 0) await turn();
  first?.resolver.close();
  await ending;
  const { tookMs } = await outcome(clock, second?.resolver.get() ?? Promise.reject());
  expect(tookMs).toBeLessThan(3_100);
  expect(clock.pending()).toBe(0);
});

test("who waits in vain says so, and may try again", async () => {
  const { clock, members } = fleet(issues({ lifetimeMs: LIFE_MS, latencyMs: 60_000 }));
  const [first, second] = members(2);
  // One that dies in its own time limit and begins again each time.
  const firsts = first?.resolver.get().catch(() => undefined);
  await turn();
  const { error, tookMs } = await outcome(clock, second?.resolver.get() ?? Promise.reject());
  expect(error).toMatchObject({ code: "LEASE_TIMEOUT", retryable: true, source: "shared-cache" });
  expect(tookMs).toBeLessThanOrEqual(20_000);
  await outcome(clock, Promise.resolve(firsts));
});

describe("a resolver that finds the lease taken", () => {
  test("looks for a second and tries again later, while its session serves", async () => {
    const { clock, upstream, members } = fleet(undefined, polled());
    const [dead, living] = members(2);
    await resultOf(clock, Promise.all([dead?.resolver.get(), living?.resolver.get()]));
    // Both are in the advisory window.
    await clock.advance(LIFE_MS - 120_000);
    upstream.will(issues({ lifetimeMs: LIFE_MS, latencyMs: 60_000 }));
    void clock.inRequest("dead", () => dead?.resolver.get());
    while (upstream.calls.length === 1) await turn();
    clock.endRequest("dead");
    const { value, tookMs } = await outcome(clock, living?.resolver.get() ?? Promise.reject());
    expect([value?.accessKeyId, tookMs]).toEqual(["key-1", 0]);
    await clock.advance(2_000);
    expect(living?.events).toContainEqual(
      expect.objectContaining({ type: "refresh-failure", code: "LEASE_TIMEOUT", retryable: true }),
    );
  });

  test("waits on, when its session is about to end: nobody gets an error", async () => {
    const { clock, upstream, members } = fleet(undefined, polled());
    const [slow, other] = members(2);
    await resultOf(clock, Promise.all([slow?.resolver.get(), other?.resolver.get()]));
    await clock.advance(LIFE_MS - 3_000);
    upstream.will(issues({ lifetimeMs: LIFE_MS, latencyMs: 6_000 }));
    const first = outcome(clock, slow?.resolver.get() ?? Promise.reject());
    while (upstream.calls.length === 1) await turn();
    for (let atMs = 0; atMs < 8_000; atMs += 500) {
      const { value } = await outcome(clock, other?.resolver.get() ?? Promise.reject());
      expect(value?.expiresAtMs).toBeGreaterThan(clock.now() - 1_000);
    }
    await first;
    expect(upstream.calls).toHaveLength(2);
    expect(other?.events.map(({ type }) => type)).not.toContain("refresh-failure");
  });
});

test("a session that is about to end serves while the upstream is away", async () => {
  const { clock, upstream, member } = fleet();
  await resultOf(clock, member().resolver.get());
  upstream.will(fails(unavailable));
  await clock.advance(LIFE_MS - 30_000);
  const late = await resultOf(clock, member().resolver.get());
  expect(late.accessKeyId).toBe("key-1");
  expect(upstream.calls).toHaveLength(2);
});

test("minLifeMs: a session with less left is renewed before it serves a new process", async () => {
  const { clock, upstream, member } = fleet();
  await resultOf(clock, member().resolver.get());
  await clock.advance(LIFE_MS / 2);
  const { accessKeyId } = await resultOf(
    clock,
    member({ minLifeMs: 600_000 }).resolver.get({ minTtlMs: 600_000 }),
  );
  expect(accessKeyId).toBe("key-2");
  expect(upstream.calls).toHaveLength(2);
});

describe("a call that asks for more life than a stored session has left", () => {
  const LATE_MS = LIFE_MS / 2;
  const WISH_MS = 600_000;

  async function late(behaviour?: Behaviour): Promise<Fleet> {
    const all = fleet(behaviour);
    await resultOf(all.clock, all.member().resolver.get());
    await all.clock.advance(LATE_MS);
    return all;
  }

  test("gets a new one, once for all, whether processes are cold or hold the old one", async () => {
    const { clock, upstream, members, member } = await late();
    const warm = members(50);
    await resultOf(clock, Promise.all(warm.map(({ resolver }) => resolver.get())));
    const all = [...warm, ...members(50)];
    const got = await resultOf(
      clock,
      Promise.all(all.map(({ resolver }) => resolver.get({ minTtlMs: WISH_MS }))),
    );
    expect(new Set(got.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-2"]));
    expect(upstream.calls).toHaveLength(2);
    // Everybody else is served as before.
    expect((await resultOf(clock, member().resolver.get())).accessKeyId).toBe("key-2");
    expect(upstream.calls).toHaveLength(2);
  });

  test("waits for the process that asks for it, though that takes longer than a lease", async () => {
    const { clock, upstream, members } = await late();
    upstream.will(issues({ lifetimeMs: LIFE_MS, latencyMs: 12_000 }));
    const all = members(5).map(({ resolver }) => resolver.get({ minTtlMs: WISH_MS }));
    const got = await resultOf(clock, Promise.all(all));
    expect(new Set(got.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["key-2"]));
    expect(upstream.calls).toHaveLength(2);
  });

  test("asks once where the source issues none that live as long", async () => {
    const { clock, upstream, members, member } = await late();
    for (const { resolver } of members(10)) {
      const { error } = await outcome(clock, resolver.get({ minTtlMs: 2 * LIFE_MS }));
      expect(error).toMatchObject({ code: "MIN_TTL_UNAVAILABLE", retryable: false });
    }
    expect(upstream.calls).toHaveLength(2);
    await clock.advance(LATE_MS);
    const { accessKeyId } = await resultOf(clock, member().resolver.get({ minTtlMs: WISH_MS }));
    expect(accessKeyId).toBe("key-3");
  });

  test("fails while the upstream is away, and nobody else does; soon after it succeeds", async () => {
    const { clock, upstream, member } = await late();
    upstream.will(fails());
    const { resolver } = member();
    const asked = outcome(clock, resolver.get({ minTtlMs: WISH_MS }));
    expect((await asked).error).toMatchObject({ code: "MIN_TTL_UNAVAILABLE" });
    expect((await resultOf(clock, resolver.get())).accessKeyId).toBe("key-1");
    upstream.will(issues({ lifetimeMs: LIFE_MS }));
    await clock.advance(5_000);
    const { accessKeyId } = await resultOf(clock, resolver.get({ minTtlMs: WISH_MS }));
    expect(accessKeyId).toBe(`key-${upstream.calls.length}`);
  });
});
