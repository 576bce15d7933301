import { describe, expect, it } from "vitest";
import { createVirtualClock, type VirtualClock } from "../src/mod.ts";
import { createClient, whoAmI } from "./support/worlds.ts";

const hourMs = 3_600_000;

function recorder(clock: VirtualClock): { log: string[]; note: (what: string) => void } {
  const startMs = clock.now();
  const log: string[] = [];
  return { log, note: (what) => log.push(`${(clock.now() - startMs) / 1000} ${what}`) };
}

describe("a frozen clock", () => {
  it("stands still until it is told to move", async () => {
    const clock = createVirtualClock({ startMs: 1000 });
    expect(clock.now()).toBe(1000);
    expect(await clock.advance("1d 2h 3m 4s 5ms")).toBe(1000 + 93_784_005);
    expect(await clock.advance(0.5 * hourMs)).toBe(1000 + 93_784_005 + 1_800_000);
  });

  it.each(["", "6", "6 hours", "-1s", Number.NaN, -1, Number.POSITIVE_INFINITY])(
    "refuses the duration %j",
    (duration) => {
      expect(() => createVirtualClock().advance(duration)).toThrow(TypeError);
    },
  );

  it("fires sleepers at their instants, in order, and those of one instant in the order of their sleeps", async () => {
    const clock = createVirtualClock();
    const { log, note } = recorder(clock);
    for (const [name, ms] of [
      ["c", 3000],
      ["a", 1000],
      ["b1", 2000],
      ["b2", 2000],
    ] as const) {
      void clock.sleep(ms).then(() => note(name));
    }
    await clock.advance("2500ms");
    expect(log).toEqual(["1 a", "2 b1", "2 b2"]);
    expect(clock.pendingTimers()).toBe(1);
    await clock.advance("500ms");
    expect(log).toEqual(["1 a", "2 b1", "2 b2", "3 c"]);
  });

  it("fires sleeps that begin on the way, also behind real asynchronous work", async () => {
    const clock = createVirtualClock();
    const { log, note } = recorder(clock);
    async function sleepy(): Promise<void> {
      for (let i = 1; i <= 3; i++) {
        await clock.sleep(1000);
        for (let op = 0; op < 4; op++) await crypto.subtle.digest("SHA-256", new Uint8Array(1000));
        note(`round ${i}`);
      }
    }
    const done = sleepy();
    await clock.advance("3s");
    await done;
    expect(log).toEqual(["1 round 1", "2 round 2", "3 round 3"]);
  });

  it("waits for announced work of any length", async () => {
    const clock = createVirtualClock();
    const { log, note } = recorder(clock);
    async function slow(): Promise<void> {
      await clock.sleep(1000);
      const activity = clock.begin();
      await new Promise<void>((resolve) => setTimeout(resolve, 5));
      note("done");
      activity.end();
    }
    void slow();
    await clock.advance("1h");
    expect(log).toEqual(["1 done"]);
  });

  it("runs calls of advance one after the other", async () => {
    const clock = createVirtualClock({ startMs: 0 });
    expect(await Promise.all([clock.advance(10), clock.advance(20)])).toEqual([10, 30]);
  });

  it("drops the timer of an aborted sleep and rejects with the reason", async () => {
    const clock = createVirtualClock();
    const gaveUp = new AbortController();
    const reason = new Error("no longer needed");
    const sleeping = clock.sleep(1000, gaveUp.signal);
    expect(clock.pendingTimers()).toBe(1);
    gaveUp.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(clock.pendingTimers()).toBe(0);
    await expect(clock.sleep(1000, gaveUp.signal)).rejects.toBe(reason);
    await expect(clock.sleep(Number.NaN)).rejects.toThrow(TypeError);
  });

  it("resolves a sleep of no time at once", async () => {
    const clock = createVirtualClock();
    await Promise.all([clock.sleep(0), clock.sleep(-5)]);
    expect(clock.pendingTimers()).toBe(0);
  });

  it("waits for a request under way before it moves on", async () => {
    const { cloud, call } = createClient();
    const seen: (number | undefined)[] = [];
    async function refresher(): Promise<void> {
      for (let i = 0; i < 3; i++) {
        await cloud.clock.sleep(hourMs);
        const reply = await call(whoAmI);
        await reply.json();
        seen.push(cloud.clock.now());
      }
    }
    const startMs = cloud.clock.now();
    void refresher();
    await cloud.advance("3h");
    expect(seen).toEqual([1, 2, 3].map((hours) => startMs + hours * hourMs));
  });

  it("moves on while a request waits for time itself", async () => {
    const { cloud, call } = createClient();
    cloud.faults.add({ kind: "latency", ms: 5000 });
    const reply = call(whoAmI);
    await cloud.advance("4s");
    expect(cloud.journal.count()).toBe(0);
    await cloud.advance("1s");
    expect((await reply).status).toBe(200);
  });

  it("takes one step for each hour of a month, however long that is", async () => {
    const clock = createVirtualClock();
    let refreshes = 0;
    async function refresher(): Promise<void> {
      for (;;) {
        await clock.sleep(hourMs);
        refreshes += 1;
      }
    }
    void refresher();
    await clock.advance("30d");
    expect(refreshes).toBe(720);
    expect(clock.pendingTimers()).toBe(1);
  });

  it("tells those who listen that it was moved, but not that time passed", async () => {
    const clock = createVirtualClock({ startMs: 1000 });
    const heard: number[] = [];
    const forget = clock.onMove(() => heard.push(clock.now()));
    await clock.advance("1h");
    clock.moveTo(5000);
    clock.moveTo(10);
    forget();
    clock.moveTo(20);
    expect(heard).toEqual([5000, 10]);
  });

  it("has a clock for spans, which no move puts back", async () => {
    const clock = createVirtualClock({ startMs: 5000 });
    const startMs = clock.monotonic();
    const passedMs = (): number => clock.monotonic() - startMs;
    await clock.advance(1000);
    expect(passedMs()).toBe(1000);
    clock.moveTo(10);
    expect(passedMs()).toBe(1000);
    await clock.advance(500);
    expect(passedMs()).toBe(1500);
    clock.moveTo(9510);
    expect(passedMs()).toBe(10_500);
  });

  it("moves to an instant without firing anything", async () => {
    const clock = createVirtualClock({ startMs: 0 });
    const { log, note } = recorder(clock);
    void clock.sleep(1000).then(() => note("woken"));
    clock.moveTo(5000);
    await clock.settle();
    expect(log).toEqual([]);
    await clock.advance(0);
    expect(log).toEqual(["5 woken"]);
  });
});

describe("a running clock", () => {
  it("wakes sleepers by itself, and can be frozen", async () => {
    const clock = createVirtualClock({ startMs: 0, speed: 36_000 });
    await clock.sleep(hourMs);
    expect(clock.now()).toBeGreaterThanOrEqual(hourMs);
    clock.setSpeed(0);
    const frozenMs = clock.now();
    await clock.settle();
    expect(clock.now()).toBe(frozenMs);
    expect(clock.speed()).toBe(0);
  });

  it("can also be advanced", async () => {
    const clock = createVirtualClock({ startMs: 0, speed: 1 });
    const { log, note } = recorder(clock);
    void clock.sleep(1e9).then(() => note("woken"));
    await clock.advance(1e9);
    expect(log).toHaveLength(1);
    clock.setSpeed(0);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the speed %d", (speed) => {
    expect(() => createVirtualClock({ speed })).toThrow(TypeError);
  });
});

describe("a clock that is asked for what cannot be", () => {
  it.each([0.5, 0, -1, Number.NaN])("refuses %d quiet turns", (quietTurns) => {
    expect(() => createVirtualClock({ quietTurns })).toThrow("quietTurns must be at least 1");
  });

  it("is refused beyond the year 9998, because what is issued then would have no date of four digits", async () => {
    const clock = createVirtualClock();
    for (const ms of [Date.UTC(9999, 0, 1), -1e15, Number.NaN]) {
      expect(() => clock.moveTo(ms)).toThrow(TypeError);
      expect(() => createVirtualClock({ startMs: ms })).toThrow(TypeError);
    }
    clock.moveTo(Date.UTC(9998, 11, 31, 23, 59, 59));
    expect(() => clock.advance("1s")).toThrow("beyond the last date");
  });

  it("refuses a duration beyond the last date, and still moves afterwards", async () => {
    const clock = createVirtualClock();
    expect(() => clock.advance("999999999999h")).toThrow("beyond the last date");
    expect(new Date(await clock.advance("1h")).toISOString()).toBe("2026-01-07T09:00:00.000Z");
  });

  it("says so when a program sleeps for no time in a loop, rather than hang", async () => {
    const clock = createVirtualClock();
    let slept = 0;
    void (async () => {
      for (; ; slept++) await clock.sleep(0);
    })();
    // Real time continues meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 1));
    await expect(clock.advance("1s")).rejects.toThrow("time stands still");
    expect(slept).toBeGreaterThan(1000);
  });

  it("lets sleeps of no time end without being moved, and fires them in turn while it is", async () => {
    const clock = createVirtualClock();
    await clock.sleep(0);
    await clock.sleep(-5);
    const { log, note } = recorder(clock);
    void clock.sleep(1000).then(async () => {
      note("a");
      await clock.sleep(0);
      note("b");
    });
    void clock.sleep(1000).then(() => note("c"));
    await clock.advance("2s");
    expect(log).toEqual(["1 a", "1 c", "1 b"]);
  });
});

describe("an advance that is ended", () => {
  async function ticking(clock: VirtualClock, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) await clock.sleep(60_000, stop).catch(() => {});
  }

  it("by its signal: at the instant that was reached, and the next one continues from there", async () => {
    const clock = createVirtualClock();
    const stop = new AbortController();
    const program = ticking(clock, stop.signal);
    const gaveUp = new AbortController();
    const startMs = clock.now();
    const advanced = clock.advance("3650d", gaveUp.signal);
    void clock.sleep(hourMs).then(() => gaveUp.abort(new Error("gave up")));
    await expect(advanced).rejects.toThrow("gave up");
    expect(clock.now() - startMs).toBe(hourMs);
    expect((await clock.advance("1h")) - startMs).toBe(2 * hourMs);
    await expect(clock.advance("1h", gaveUp.signal)).rejects.toThrow("gave up");
    stop.abort();
    await program;
  });

  it("by a clock that is set: it stays where it was set to", async () => {
    const clock = createVirtualClock();
    const stop = new AbortController();
    const program = ticking(clock, stop.signal);
    const startMs = clock.now();
    const advanced = clock.advance("3650d");
    void clock.sleep(hourMs).then(() => clock.moveTo(startMs - hourMs));
    expect(await advanced).toBe(startMs - hourMs);
    expect(clock.now()).toBe(startMs - hourMs);
    stop.abort();
    await program;
  });

  it("also while a client that never ends is waited for", async () => {
    const clock = createVirtualClock();
    const work = clock.begin();
    const gaveUp = new AbortController();
    const advanced = clock.advance("1h", gaveUp.signal);
    setTimeout(() => gaveUp.abort(new Error("gave up")), 5);
    await expect(advanced).rejects.toThrow("gave up");
    work.end();
  });
});
