/**
 * Bounded waiting.
 *
 * @module
 */
import type { Clock } from "./host.ts";

// Timers of every runtime count in 31 bits, and take anything longer for nothing.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` for at most `timeoutMs`. Its signal aborts at the deadline and when `parent` aborts; the returned
 * promise settles then even when the work ignores its signal. No timer is left behind.
 *
 * @throws what `work` throws, `parent`'s reason, or `timeoutError()`.
 */
export async function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  timeoutError: () => Error,
): Promise<T> {
  parent?.throwIfAborted();
  const workController = new AbortController();
  const timerController = new AbortController();
  const abort = (): void => {
    timerController.abort(parent?.reason);
    workController.abort(parent?.reason);
  };
  parent?.addEventListener("abort", abort);
  try {
    return await Promise.race([
      work(workController.signal),
      clock.sleep(Math.min(timeoutMs, LONGEST_TIMER_MS), timerController.signal).then(() => {
        const error = timeoutError();
        workController.abort(error);
        throw error;
      }),
    ]);
  } finally {
    parent?.removeEventListener("abort", abort);
    timerController.abort();
  }
}
