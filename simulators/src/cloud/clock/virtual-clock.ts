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
  /** A clock for spans, in milliseconds: it goes as `now()` does, but `moveTo` an earlier instant leaves it where it is. */
  monotonic(): number;
  /**
   * Moves time by a duration (milliseconds, or `"90s"`, `"6h"`, `"1d"`) to each due timer in order. Each one fires at its own instant, and the
   * work that it starts is waited for, so timers scheduled on the way fire too. Calls queue up. `moveTo` ends the one
   * under way; so does the signal, whose reason it then rejects with.
   *
   * @returns the instant that was reached.
   * @throws `TypeError` for a duration that leads beyond the year 9998.
   */
  advance(duration: number | string, signal?: AbortSignal): Promise<number>;
  /** The instant to which `advance` is moving time; `undefined` when it is not. */
  advancingTo(): number | undefined;
  /**
   * Puts the clock to an instant, also an earlier one, without firing anything.
   *
   * @throws `TypeError` for an instant that is not in the years 0 to 9998.
   */
  moveTo(ms: number): void;
  /**
   * Calls a listener after each `moveTo`: for timers scheduled before the jump. @returns an unsubscribe function.
   */
  onMove(listener: () => void): () => void;
  /**
   * Calls a listener with the present instant, now and each time that `advance` or `moveTo` sets it, before the timers of
   * that instant fire: to set a fake `Date` by. @returns an unsubscribe function.
   */
  onTick(listener: (nowMs: number) => void): () => void;
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
/** Each takes several turns of the event loop, so that more would be a program that polls without a pause. */
const MAX_ZERO_SLEEPS_PER_INSTANT = 2000;
/** The end of the year 9998: sessions that begin before it end in a year of four digits. */
const LAST_MS = 253_370_764_799_999;
/** The beginning of the year 0. */
const FIRST_MS = -62_167_219_200_000;
const MAX_REAL_DELAY_MS = 2 ** 31 - 1;

/** @throws `TypeError` for an option that is not known, and for a start, a speed or a number of turns that makes no sense. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  checkNames("createVirtualClock", options, ["startMs", "speed", "quietTurns"]);
  const activities = createActivityTracker(positive("quietTurns", options.quietTurns ?? 6));
  const timers = createTimerQueue();
  const moveListeners = new Set<() => void>();
  const tickListeners = new Set<(nowMs: number) => void>();
  let instantMs = instantIn("startMs", options.startMs ?? DEFAULT_START_MS);
  let speed = 0;
  let realStartMs = 0;
  let wakeUp: ReturnType<typeof setTimeout> | undefined;
  let advancing: Promise<unknown> = Promise.resolve();
  let stepping = false;
  let steppingToMs: number | undefined;
  let moves = 0;
  /** The sum of all moves to earlier instants. */
  let movedBackMs = 0;
  /** Sleeps of no time at the present instant of a step. */
  let zeroSleeps = 0;

  function now(): number {
    return speed === 0 || stepping
      ? instantMs
      : instantMs + Math.floor((performance.now() - realStartMs) * speed);
  }

  function set(ms: number): void {
    instantMs = ms;
    for (const listener of tickListeners) listener(ms);
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
      if (ms <= 0 && !stepping) return resolve(oneTurn());
      if (ms <= 0) zeroSleeps += 1;
      const timer: Timer = {
        atMs: now() + Math.max(0, ms),
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

  async function step(byMs: number, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    anchor();
    stepping = true;
    const targetMs = instantMs + byMs;
    steppingToMs = targetMs;
    const move = moves;
    const turns = openTurns();
    const { aborted, forget } = abortion(signal);
    const settled = (): Promise<unknown> => Promise.race([activities.settle(turns), ...aborted]);
    let firings = 0;
    zeroSleeps = 0;
    try {
      await settled();
      for (let due = timers.first(); due !== undefined && due.atMs <= targetMs; due = timers.first()) {
        if (move !== moves) return instantMs;
        if (due.atMs > instantMs) firings = zeroSleeps = 0;
        firings += 1;
        if (firings > MAX_FIRINGS_PER_INSTANT || zeroSleeps > MAX_ZERO_SLEEPS_PER_INSTANT)
          throw new Error(`time stands still: ${firings} timers fired at one instant`);
        set(Math.max(instantMs, due.atMs));
        fire(due);
        await settled();
      }
      if (move === moves) set(targetMs);
    } finally {
      forget();
      turns.close();
      stepping = false;
      steppingToMs = undefined;
      realStartMs = performance.now();
      schedule();
    }
    return instantMs;
  }

  const clock: VirtualClock = {
    now,
    monotonic: () => now() + movedBackMs,
    sleep,
    advance(duration, signal) {
      const byMs = durationMs(duration);
      if (now() + byMs > LAST_MS)
        throw new TypeError(
          `the duration ${JSON.stringify(duration)} leads beyond the last date that there is`,
        );
      const done = advancing.then(() => step(byMs, signal));
      advancing = done.catch(() => {});
      return done;
    },
    advancingTo: () => steppingToMs,
    moveTo(ms) {
      const beforeMs = now();
      set(instantIn("the instant", ms));
      movedBackMs += Math.max(0, beforeMs - ms);
      moves += 1;
      realStartMs = performance.now();
      schedule();
      for (const listener of [...moveListeners]) listener();
    },
    onMove(listener) {
      moveListeners.add(listener);
      return () => void moveListeners.delete(listener);
    },
    onTick(listener) {
      tickListeners.add(listener);
      listener(now());
      return () => void tickListeners.delete(listener);
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

/** A turn of the event loop, so that a loop of sleeps of no time does not block the process. */
async function oneTurn(): Promise<void> {
  const turns = openTurns();
  try {
    await turns.next();
  } finally {
    turns.close();
  }
}

/** A promise that rejects once a signal is aborted, if there is one to wait for. */
function abortion(signal: AbortSignal | undefined): {
  readonly aborted: readonly Promise<never>[];
  forget(): void;
} {
  if (signal === undefined) return { aborted: [], forget: () => {} };
  let abort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  aborted.catch(() => {});
  return { aborted: [aborted], forget: () => signal.removeEventListener("abort", abort) };
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`${name} must be a finite number: got ${value}`);
  return value;
}

function instantIn(name: string, ms: number): number {
  if (finite(name, ms) >= FIRST_MS && ms <= LAST_MS) return ms;
  throw new TypeError(`${name} must be in the years 0 to 9998: got ${ms}`);
}

function positive(name: string, value: number): number {
  if (!(value >= 1)) throw new TypeError(`${name} must be at least 1: got ${value}`);
  return value;
}
