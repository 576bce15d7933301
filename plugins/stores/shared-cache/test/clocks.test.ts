import { createContext } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { issues } from "../../../../core/test/support/fake-source.ts";
import { memoryStore, type SessionStore } from "../src/mod.ts";
import { fleet, LIFE_MS, outcome, outcomesOf, resultOf } from "./support.ts";

const HOUR_MS = 3_600_000;

/** An issuer whose replies have a `Date`, by the true time, whatever the clock of the process that asks. */
const issuer =
  (trueNow: () => number): Parameters<typeof fleet>[0] =>
  async (call) => {
    const { serverClock, host } = call.context;
    await host.clock.sleep(100, call.context.signal);
    const sentAt = { wallMs: host.clock.now(), monotonicMs: host.clock.monotonic?.() ?? 0 };
    serverClock.observe(
      { get: (name) => (name === "date" ? new Date(trueNow()).toUTCString() : null) },
      sentAt,
    );
    return issues({ lifetimeMs: LIFE_MS, skewMs: trueNow() - host.clock.now() })(call);
  };

describe.each([0, -26 * HOUR_MS, -2 * HOUR_MS, 2 * HOUR_MS, 26 * HOUR_MS])(
  "clocks that are wrong by %i ms",
  (skewMs) => {
    test("a session is served by a process that never asked the issuer, and never past its end", async () => {
      const store = memoryStore();
      const write: SessionStore["write"] = async (...args) => {
        // On its way the session grows older, and the store does not see it.
        await world.clock.sleep(900);
        return store.write(...args);
      };
      const world = fleet((call) => issuer(world.clock.now)?.(call), { ...store, write });
      const { clock, upstream, member } = world;
      const [right, wrong] = [member(), member({}, skewMs)];
      const first = await resultOf(clock, right.resolver.get());
      await clock.advance(300_000);
      const second = await resultOf(clock, wrong.resolver.get());
      expect(second.accessKeySecret).toBe(first.accessKeySecret);
      expect(outcomesOf(wrong.events)).toEqual(["hit"]);
      expect(upstream.calls).toHaveLength(1);
      // By true time.
      for (let atMs = 0; atMs < 700_000; atMs += 200) {
        await clock.advance(200);
        const { expiresAtMs = 0 } = wrong.resolver.peek() ?? { expiresAtMs: Number.POSITIVE_INFINITY };
        expect(expiresAtMs).toBeGreaterThan(clock.now());
      }
      expect(wrong.resolver.peek()).toBeUndefined();
    });

    test("a process with such a clock writes what the others can use", async () => {
      const world = fleet((call) => issuer(world.clock.now)?.(call));
      const { clock, upstream, member } = world;
      await resultOf(clock, member({}, skewMs).resolver.get());
      await clock.advance(60_000);
      const all = [member(), member({}, skewMs), member({}, -skewMs), member({}, skewMs + 1_000)];
      await resultOf(clock, Promise.all(all.map(({ resolver }) => resolver.get())));
      expect(upstream.calls).toHaveLength(1);
    });
  },
);

test("a new process is served the age that the store counted", async () => {
  const { clock, member } = fleet();
  await resultOf(clock, member().resolver.get());
  await clock.advance(312_000);
  const { resolver, events, cache, host } = member({}, HOUR_MS);
  await resultOf(clock, resolver.get());
  expect(events.find(({ type }) => type === "store")).toMatchObject({
    type: "store",
    source: "shared-cache",
    store: "memory",
    outcome: "hit",
    ageMs: 312_000,
    depth: 0,
  });
  const context = createContext({ host, signal: new AbortController().signal });
  await outcome(clock, cache.resolve(context));
  expect(context.notes.supplied).toEqual([
    { part: "credentials", from: "store memory, 312 s old, 587 s left" },
  ]);
});
