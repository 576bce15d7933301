import type { ResolveContext } from "@alicred/core";

/** What the work comes to, or the reason of the context's signal as soon as that aborts. The work goes on. */
export function untilAborted<T>({ host, signal }: ResolveContext, work: Promise<T>): Promise<T> {
  // Where a request's work ends with it, this keeps it alive; what it comes to is for the waiter below.
  host.waitUntil?.(work.catch(() => undefined));
  return new Promise((resolve, reject) => {
    // The signal is of one resolution, and the listener goes with it.
    signal.addEventListener("abort", () => reject(signal.reason));
    work.then(resolve, reject);
  });
}
