/**
 * One refresh under way, and how callers wait for it.
 *
 * On most runtimes callers share its promise. Where promises belong to requests (`host.requestScoped`), a refresh dies
 * silently with the request that started it. There a heartbeat shows that it is alive, and callers watch it with timers
 * of their own request, so that one of them can take over. Everywhere the heartbeat shows whether the process stood
 * still: frozen by its platform, stopped, or with a blocked event loop.
 *
 * @module
 */
import { withDeadline } from "../deadline.ts";
import type { AlicredError } from "../errors.ts";
import type { Host } from "../host.ts";
import type { CallScope } from "../source.ts";
import { ageMs, type Instant, instantOf, monotonicMs } from "../time.ts";
import type { Call } from "./call.ts";
import type { CacheEntry } from "./entry.ts";
import { HEARTBEAT_MS, SLOW_HEARTBEAT_MS, STANDSTILL_MS, WATCH_LEAST_MS, WATCH_MOST_MS } from "./limits.ts";

export interface RefreshRun {
  /** By the monotonic clock. */
  readonly startedAtMs: number;
  /** Ends the refresh. */
  readonly controller: AbortController;
  /** Settles when the refresh does, and never rejects. */
  done: Promise<void>;
  lastBeat: Instant;
  /** Whether the process stood still at any time up to the last beat, or its answer was rejected while it came. */
  isOutdated: boolean;
  error?: AlicredError;
  /** The scope of the call that started it. */
  readonly scope: CallScope;
  /** The life that its credentials are asked to have, in milliseconds. A call that asks for more looks again after it. */
  readonly minTtlMs: number;
  /** Whether no other call may join it. */
  readonly isAlone: boolean;
  /** Whether its credentials are only for its own call, or for those with the same input. */
  isOfOneCall: boolean;
  /** Its credentials, once it has succeeded. */
  entry?: CacheEntry;
}

/**
 * Starts a refresh. `work` must not reject.
 *
 * @param signals end the refresh when they abort
 */
export function startRun(
  host: Host,
  signals: readonly AbortSignal[],
  { scope: { input }, minTtlMs = 0 }: Pick<Call, "scope" | "minTtlMs">,
  isAlone: boolean,
  work: (run: RefreshRun) => Promise<void>,
): RefreshRun {
  const { clock } = host;
  const controller = new AbortController();
  const lastBeat = instantOf(clock);
  const run: RefreshRun = {
    startedAtMs: lastBeat.monotonicMs,
    controller,
    // The work may lead back to its own refresh before its promise exists. Such an early caller finds this one, which
    // is settled, and looks again.
    done: Promise.resolve(),
    lastBeat,
    isOutdated: false,
    scope: { input, reach: 0 },
    minTtlMs,
    isAlone,
    isOfOneCall: false,
  };
  const beat = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(intervalMs(host), controller.signal);
      run.isOutdated = isOutdated(host, run);
      run.lastBeat = instantOf(clock);
    }
  };
  const releases = signals.map((signal) => {
    const abort = (): void => controller.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    return () => signal.removeEventListener("abort", abort);
  });
  run.done = work(run).then(() => {
    for (const release of releases) release();
    controller.abort();
  });
  beat().catch(() => undefined);
  return run;
}

/** Whether a failure of the refresh says nothing: the process stood still meanwhile, or its answer was rejected meanwhile. */
export function isOutdated(host: Host, { isOutdated, lastBeat }: RefreshRun): boolean {
  return isOutdated || ageMs(host.clock, lastBeat) > intervalMs(host) + STANDSTILL_MS;
}

function intervalMs({ requestScoped }: Host): number {
  return requestScoped ? HEARTBEAT_MS : SLOW_HEARTBEAT_MS;
}

/**
 * Waits until the refresh settles, but at most until `untilMs`, by the monotonic clock. Where requests own their promises
 * it may return earlier, for another look at the refresh.
 *
 * @param own whether this caller started it: then both belong to one request and die together.
 * @throws only the signal's reason.
 */
export async function follow(
  host: Host,
  run: RefreshRun,
  own: boolean,
  untilMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { clock } = host;
  const nowMs = monotonicMs(clock);
  if (host.requestScoped && !own) {
    // The older the refresh, the less an eighth of its age matters; many waiters must not become many timers.
    const watchMs = Math.min(Math.max(WATCH_LEAST_MS, (nowMs - run.startedAtMs) / 8), WATCH_MOST_MS);
    await clock.sleep(Math.ceil(Math.min(watchMs, untilMs - nowMs)), signal);
  } else if (untilMs === Number.POSITIVE_INFINITY && !signal) {
    await run.done;
  } else {
    const wait = withDeadline(clock, untilMs - nowMs, signal, () => run.done, "a refresh");
    await wait.catch(() => signal?.throwIfAborted());
  }
}
