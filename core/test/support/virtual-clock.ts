import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../src/mod.ts";

/** A clock that stands still until it is moved. Timers fire in order, and all that follows from one runs before the next. */
export interface VirtualClock extends Clock {
  /** How many timers wait. */
  pending(): number;
  /** How often either clock was read. */
  readings(): number;
  advance(ms: number): Promise<void>;
  advanceTo(atMs: number): Promise<void>;
  /** Sets the wall clock, as a correction of the system's clock does. No span changes, and no timer. */
  jump(ms: number): void;
  /** Lets time pass while nothing runs, as a stopped process or a blocked event loop does: timers fire late. */
  freeze(ms: number): void;
  /** Lets time pass on the wall clock alone, as a machine that sleeps does. Timers do not notice. */
  suspend(ms: number): void;
  /** The time that has truly passed since the start of the clock, whatever either clock says. */
  trueMs(): number;
  /** The part of it in which the event loop ran. */
  runningMs(): number;
  monotonic(): number;
  /** Runs work as a request of this name, to which the timers belong that follow from it. */
  inRequest<T>(name: string, work: () => T): T;
  /** Drops the timers of a request for good, as a runtime does that ends requests early. */
  endRequest(name: string): void;
}

interface Timer {
  readonly atMs: number;
  readonly number: number;
  readonly request: string | undefined;
  readonly fire: () => void;
}

export const START_MS = Date.UTC(2030, 0, 1);
const MONOTONIC_START_MS = 5_000;

export function virtualClock(startMs: number = START_MS): VirtualClock {
  let nowMs = 0;
  let setMs = 0;
  let suspendedMs = 0;
  let frozenMs = 0;
  let count = 0;
  let reads = 0;
  let timers: Timer[] = [];
  const requests = new AsyncLocalStorage<string>();

  const clock: VirtualClock = {
    now() {
      reads++;
      return startMs + nowMs + suspendedMs + setMs;
    },
    monotonic() {
      reads++;
      return MONOTONIC_START_MS + nowMs;
    },
    trueMs: () => nowMs + suspendedMs,
    runningMs: () => nowMs - frozenMs,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = (): void => {
          timers = timers.filter((each) => each !== timer);
          reject(signal?.reason);
        };
        const fire = (): void => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        };
        const request = requests.getStore();
        const timer = { atMs: nowMs + Math.max(0, ms), number: count++, request, fire };
        timers.push(timer);
        signal?.addEventListener("abort", onAbort, { once: true });
      });
    },
    pending: () => timers.length,
    readings: () => reads,
    advance: (ms) => advanceTo(nowMs + ms),
    advanceTo: (atMs) => advanceTo(atMs - startMs - suspendedMs - setMs),
    jump(ms) {
      setMs += ms;
    },
    freeze(ms) {
      frozenMs += ms;
      nowMs += ms;
    },
    suspend(ms) {
      suspendedMs += ms;
    },
    inRequest: (name, work) => requests.run(name, work),
    endRequest(name) {
      timers = timers.filter(({ request }) => request !== name);
    },
  };
  return clock;

  async function advanceTo(atMs: number): Promise<void> {
    await settle();
    for (;;) {
      const next = earliest(timers);
      if (next === undefined || next.atMs > atMs) break;
      nowMs = Math.max(nowMs, next.atMs);
      timers = timers.filter((each) => each !== next);
      next.fire();
      await settle();
    }
    nowMs = Math.max(nowMs, atMs);
  }
}

function earliest(timers: readonly Timer[]): Timer | undefined {
  return timers.reduce<Timer | undefined>(
    (first, each) =>
      first === undefined ||
      each.atMs < first.atMs ||
      (each.atMs === first.atMs && each.number < first.number)
        ? each
        : first,
    undefined,
  );
}

/** Runs all microtasks, and those that they start. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
