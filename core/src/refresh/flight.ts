/**
 * A flight: one refresh under way, and how callers wait for it.
 *
 * On most runtimes callers share the flight's promise. Where promises belong to requests (`host.requestScoped`), a
 * flight dies silently with the request that started it. There a heartbeat shows that the flight is alive, and callers
 * watch it with timers of their own request, so that one of them can take over.
 *
 * @module
 */
import { withDeadline } from "../deadline.ts";
import type { AlicredError } from "../errors.ts";
import { FOREVER_MS, type Host } from "../host.ts";
import { HEARTBEAT_MS, WATCH_LEAST_MS, WATCH_MOST_MS } from "./limits.ts";

export interface Flight {
  readonly startedAtMs: number;
  /** Ends the flight. */
  readonly controller: AbortController;
  /** Settles when the flight does, and never rejects. */
  landed: Promise<void>;
  /** The last sign of life, by the local clock. */
  lastSignMs: number;
  settled: boolean;
  error?: AlicredError;
}

/** Starts a flight. `work` must not reject. */
export function startFlight(host: Host, work: (flight: Flight) => Promise<void>): Flight {
  const { clock } = host;
  const startedAtMs = clock.now();
  const controller = new AbortController();
  // The work may lead back to its own flight before its promise exists. A caller that comes so early looks again.
  const flight: Flight = {
    startedAtMs,
    lastSignMs: startedAtMs,
    controller,
    landed: Promise.resolve(),
    settled: false,
  };
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(HEARTBEAT_MS, controller.signal);
      flight.lastSignMs = clock.now();
    }
  };
  flight.landed = work(flight).then(() => {
    flight.settled = true;
    controller.abort();
  });
  if (host.requestScoped) beat().catch(() => undefined);
  return flight;
}

/**
 * Waits until the flight settles, but at most until `untilMs`, by the local clock. Where requests own their promises it
 * may return earlier, for another look at the flight.
 *
 * @param own whether this caller started the flight: then both belong to one request and die together.
 * @throws only the signal's reason.
 */
export async function follow(
  host: Host,
  flight: Flight,
  own: boolean,
  untilMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { clock } = host;
  const nowMs = clock.now();
  if (host.requestScoped && !own) {
    // The older the flight, the less an eighth of its age matters; many waiters must not become many timers.
    const watchMs = Math.min(Math.max(WATCH_LEAST_MS, (nowMs - flight.startedAtMs) / 8), WATCH_MOST_MS);
    await clock.sleep(Math.min(watchMs, untilMs - nowMs), signal);
  } else if (untilMs === FOREVER_MS && !signal) {
    await flight.landed;
  } else {
    const wait = withDeadline(clock, untilMs - nowMs, signal, () => flight.landed, "a refresh");
    await wait.catch(() => signal?.throwIfAborted());
  }
}
