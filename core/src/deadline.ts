/**
 * Bounded waiting.
 *
 * @module
 */
import { UnavailableError } from "./errors.ts";
import { type Clock, LONGEST_TIMER_MS } from "./host.ts";
import { monotonicMs } from "./time.ts";

/** A timer later than this shows that the process stood still, and not just that it was busy. */
export const LATE_MS = 1_000;

/** Time to read answers that arrived while the process stood still. */
const GRACE_MS = 100;

export interface DeadlineOptions {
  /** The source that the error names. */
  readonly source?: string;
  /** Time added to a deadline that passed while the process stood still, in milliseconds. Default: 100. */
  readonly graceMs?: number;
}

/**
 * Runs `work` for at most `timeoutMs`, and a moment longer when the process stood still at the deadline. Its signal
 * aborts at the deadline and when `parent` aborts; the returned promise settles then even when the work ignores its
 * signal. No timer is left behind.
 *
 * @param who the awaited party, as the message names it.
 * @throws {UnavailableError} `UPSTREAM_TIMEOUT` at the deadline; else what `work` throws, or `parent`'s reason.
 */
export async function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  who: string,
  { source, graceMs = GRACE_MS }: DeadlineOptions = {},
): Promise<T> {
  parent?.throwIfAborted();
  const startedAtMs = monotonicMs(clock);
  const worker = new AbortController();
  const timer = new AbortController();
  const abort = (): void => {
    timer.abort(parent?.reason);
    worker.abort(parent?.reason);
  };
  const expire = async (): Promise<never> => {
    await clock.sleep(Math.min(timeoutMs, LONGEST_TIMER_MS), timer.signal);
    if (monotonicMs(clock) - startedAtMs > timeoutMs + LATE_MS) await clock.sleep(graceMs, timer.signal);
    const error = new UnavailableError(
      "UPSTREAM_TIMEOUT",
      `${who} did not answer within ${timeoutMs} ms. Check the network.`,
      { source },
    );
    worker.abort(error);
    throw error;
  };
  parent?.addEventListener("abort", abort);
  try {
    return await Promise.race([work(worker.signal), expire()]);
  } finally {
    parent?.removeEventListener("abort", abort);
    timer.abort();
  }
}
