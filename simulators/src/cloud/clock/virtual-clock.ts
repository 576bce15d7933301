import { checkNames } from "../names.ts";
import { type Activity, createActivityTracker, openTurns } from "./activity.ts";
import { durationMs } from "./duration.ts";
import { createTimerQueue, type Timer } from "./timers.ts";

/** The least that a program needs of a clock; alicred's `host.clock` has this shape. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves `ms` milliseconds later; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Options of {@link createVirtualClock}. */
export interface VirtualClockOptions {
  /** First instant, in milliseconds since the Unix epoch. Default 2026-01-07T08:00:00Z, so that runs repeat. */
  readonly startMs?: number | undefined;
  /** Virtual milliseconds per real one. Default 0: frozen, time moves by `advance` alone. */
  readonly speed?: number | undefined;
  /**
   * Turns of the event loop without new work after which `advance` takes clients to be done with an instant. Default 6; raise it for
   * clients that do long chains of asynchronous work between two requests, or announce such work by `begin`. Work that waits for a real timer
   * or a network is only waited for when it is announced.
   */
  readonly quietTurns?: number | undefined;
}

/** A clock that stands still until it is told to move; share it with clients and their timers fire at their exact instants. */
export interface VirtualClock extends Clock {
  /**
   * Moves time by a duration (milliseconds, or `"90s"`, `"6h"`, `"1d"`) to each due timer in order. Each one fires at its own instant, and the
   * work that it starts is waited for, so timers scheduled on the way fire too. Calls queue up.
   *
   * @returns the instant that was reached.
   */
  advance(duration: number | string): Promise<number>;
  /** Puts the clock to an instant, also an earlier one, without firing anything. */
  moveTo(ms: number): void;
  /**
   * Calls a listener after each `moveTo`, for what waits for an instant of the time before. @returns what ends that.
   */
  onMove(listener: () => void): () => void;
  /** Sleepers waiting. */
  pendingTimers(): number;
  /** Virtual milliseconds per real one; 0 when frozen. */
  speed(): number;
  /** Lets time run by itself at a speed, or freezes it with 0. */
  setSpeed(speed: number): void;
  /** Announces work that `advance` must wait for, such as a request being answered. */
  begin(): Activity;
  /** Waits until work under way is done and nothing new has begun, without moving time. */
  settle(): Promise<void>;
}

const DEFAULT_START_MS = Date.UTC(2026, 0, 7, 8, 0, 0);
const MAX_FIRINGS_PER_INSTANT = 100_000;
const MAX_REAL_DELAY_MS = 2 ** 31 - 1;

/** @throws `TypeError` for an option that is not known, and for a start, a speed or a number of turns that makes no sense. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  checkNames("createVirtualClock", options, ["startMs", "speed", "quietTurns"]);
  const activities = createActivityTracker(positive("quietTurns", options.quietTurns ?? 6));
  const timers = createTimerQueue();
  const moveListeners = new Set<() => void>();
  let instantMs = finite("startMs", options.startMs ?? DEFAULT_START_MS);
  let speed = 0;
  let realStartMs = 0;
  let wakeUp: ReturnType<typeof setTimeout> | undefined;
  let advancing: Promise<unknown> = Promise.resolve();
  let stepping = false;

  function now(): number {
    return speed === 0 || stepping
      ? instantMs
      : instantMs + Math.floor((performance.now() - realStartMs) * speed);
  }

  function fire(timer: Timer): void {
    timers.remove(timer);
    timer.fire();
  }

  function anchor(): void {
    instantMs = now();
    realStartMs = performance.now();
  }

  /** Running mode: one real timer, for the earliest sleeper. */
  function schedule(): void {
    clearTimeout(wakeUp);
    const first = timers.first();
    if (speed === 0 || stepping || first === undefined) return;
    wakeUp = setTimeout(
      () => {
        const atMs = now();
        for (let due = timers.first(); due !== undefined && due.atMs <= atMs; due = timers.first()) fire(due);
        schedule();
      },
      Math.min(Math.max(0, Math.ceil((first.atMs - now()) / speed)), MAX_REAL_DELAY_MS),
    );
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (Number.isNaN(ms))
      return Promise.reject(new TypeError("sleep takes a number of milliseconds: got NaN"));
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (ms <= 0) return resolve();
      const timer: Timer = {
        atMs: now() + ms,
        fire() {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      const abort = (): void => {
        timers.remove(timer);
        // A real timer that nobody waits for would keep the process alive.
        schedule();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      timers.add(timer);
      schedule();
    });
  }

  async function step(byMs: number): Promise<number> {
    anchor();
    stepping = true;
    const targetMs = instantMs + byMs;
    const turns = openTurns();
    let firings = 0;
    try {
      await activities.settle(turns);
      for (let due = timers.first(); due !== undefined && due.atMs <= targetMs; due = timers.first()) {
        firings = due.atMs > instantMs ? 0 : firings + 1;
        if (firings > MAX_FIRINGS_PER_INSTANT)
          throw new Error(`time stands still: ${MAX_FIRINGS_PER_INSTANT} timers fired at one instant`);
        instantMs = Math.max(instantMs, due.atMs);
        fire(due);
        await activities.settle(turns);
      }
      instantMs = targetMs;
    } finally {
      turns.close();
      stepping = false;
      realStartMs = performance.now();
      schedule();
    }
    return targetMs;
  }

  const clock: VirtualClock = {
    now,
    sleep,
    advance(duration) {
      const byMs = durationMs(duration);
      const done = advancing.then(() => step(byMs));
      advancing = done.catch(() => {});
      return done;
    },
    moveTo(ms) {
      instantMs = finite("the instant", ms);
      realStartMs = performance.now();
      schedule();
      for (const listener of [...moveListeners]) listener();
    },
    onMove(listener) {
      moveListeners.add(listener);
      return () => void moveListeners.delete(listener);
    },
    pendingTimers: timers.size,
    speed: () => speed,
    setSpeed(next) {
      if (!(next >= 0) || !Number.isFinite(next))
        throw new TypeError(`speed must be 0 (frozen) or a positive number: got ${next}`);
      anchor();
      speed = next;
      schedule();
    },
    begin: activities.begin,
    async settle() {
      const turns = openTurns();
      try {
        await activities.settle(turns);
      } finally {
        turns.close();
      }
    },
  };
  if (options.speed !== undefined) clock.setSpeed(options.speed);
  return clock;
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`${name} must be a finite number: got ${value}`);
  return value;
}

function positive(name: string, value: number): number {
  if (!(value >= 1)) throw new TypeError(`${name} must be at least 1: got ${value}`);
  return value;
}
