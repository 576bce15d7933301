/**
 * Bounded waiting.
 *
 * @module
 */
import { UnavailableError } from "./errors.ts";
import { type Clock, LONGEST_TIMER_MS } from "./host.ts";

/**
 * Runs `work` for at most `timeoutMs`. Its signal aborts at the deadline and when `parent` aborts; the returned
 * promise settles then even when the work ignores its signal. No timer is left behind.
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
  source?: string,
): Promise<T> {
  parent?.throwIfAborted();
  const worker = new AbortController();
  const timer = new AbortController();
  const abort = (): void => {
    timer.abort(parent?.reason);
    worker.abort(parent?.reason);
  };
  parent?.addEventListener("abort", abort);
  try {
    return await Promise.race([
      work(worker.signal),
      clock.sleep(Math.min(timeoutMs, LONGEST_TIMER_MS), timer.signal).then(() => {
        const error = new UnavailableError(
          "UPSTREAM_TIMEOUT",
          `${who} did not answer within ${timeoutMs} ms. Check the network.`,
          { source },
        );
        worker.abort(error);
        throw error;
      }),
    ]);
  } finally {
    parent?.removeEventListener("abort", abort);
    timer.abort();
  }
}
