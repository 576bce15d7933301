/**
 * A flight: one refresh under way, and how callers wait for it.
 *
 * On most runtimes callers share the flight's promise. Where promises belong to requests (`host.requestScoped`), a
 * flight dies silently with the request that started it. There the flight shows that it lives by a heartbeat, and
 * callers watch it by timers of their own request, so that one of them can take over.
 *
 * @module
 */
import { withDeadline } from "../deadline.ts";
import type { AlicredError } from "../errors.ts";
import type { Host } from "../host.ts";

export interface Flight {
  /** Grows with every flight of a resolver. */
  readonly number: number;
  readonly startedAtMs: number;
  /** Settles when the flight does, and never rejects. */
  readonly landed: Promise<void>;
  readonly abort: (reason: Error) => void;
  /** The last sign of life, by the local clock. */
  lastSignMs: number;
  settled: boolean;
  error?: AlicredError;
}

const HEARTBEAT_MS = 250;
const SILENCE_MEANS_DEATH_MS = 1_000;
const WATCH_LEAST_MS = 10;
const WATCH_MOST_MS = 250;

/** Starts a flight. `work` gets the flight's signal and must not reject. */
export function startFlight(
  host: Host,
  number: number,
  work: (signal: AbortSignal, flight: Flight) => Promise<void>,
): Flight {
  const controller = new AbortController();
  const startedAtMs = host.clock.now();
  const { promise: landed, resolve: land } = withResolvers();
  const flight: Flight = {
    number,
    startedAtMs,
    landed,
    abort: (reason) => controller.abort(reason),
    lastSignMs: startedAtMs,
    settled: false,
  };
  void work(controller.signal, flight).then(() => {
    flight.settled = true;
    land();
  });
  if (host.requestScoped) void beat(host, flight);
  return flight;
}

/** Whether the request that carried the flight is gone, and the flight with it. */
export function isDead(host: Host, flight: Flight): boolean {
  return (
    host.requestScoped === true &&
    !flight.settled &&
    host.clock.now() - flight.lastSignMs > SILENCE_MEANS_DEATH_MS
  );
}

/** How one caller waits. */
export interface Wait {
  /** Whether this caller started the flight: then both belong to one request, and die together. */
  readonly own: boolean;
  /** The end of its patience, by the local clock. */
  readonly untilMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits until the flight settles or dies, or patience ends.
 *
 * @throws only the signal's reason.
 */
export async function follow(host: Host, flight: Flight, { own, untilMs, signal }: Wait): Promise<void> {
  const { clock } = host;
  if (host.requestScoped && !own) {
    const fromMs = clock.now();
    while (!flight.settled && !isDead(host, flight) && clock.now() < untilMs) {
      const nowMs = clock.now();
      await clock.sleep(Math.min(watchMs(nowMs - fromMs), untilMs - nowMs), signal);
    }
  } else if (untilMs === Number.POSITIVE_INFINITY && signal === undefined) {
    await flight.landed;
  } else {
    const expired = new Error("the time to wait is over");
    const limitMs = untilMs - clock.now();
    await withDeadline(
      clock,
      limitMs,
      signal,
      () => flight.landed,
      () => expired,
    ).catch((thrown: unknown) => {
      if (thrown !== expired) throw thrown;
    });
  }
}

// The longer the wait so far, the less an eighth of it matters; many waiters must not become many timers.
function watchMs(waitedMs: number): number {
  return Math.min(Math.max(WATCH_LEAST_MS, waitedMs / 8), WATCH_MOST_MS);
}

async function beat(host: Host, flight: Flight): Promise<void> {
  const stop = new AbortController();
  void flight.landed.then(() => stop.abort());
  while (!flight.settled) {
    await host.clock.sleep(HEARTBEAT_MS, stop.signal).catch(() => undefined);
    flight.lastSignMs = host.clock.now();
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
