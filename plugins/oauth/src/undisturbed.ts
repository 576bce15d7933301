import type { ResolveContext } from "@alicred/core";

/** The same context for work that goes on when nobody waits for it any more. It has limits of its own. */
export function undisturbed(context: ResolveContext): ResolveContext {
  return { ...context, signal: new AbortController().signal };
}

/** What the work comes to, or the reason of the context's signal as soon as that aborts. The work goes on. */
export function untilAborted<T>({ host, signal }: ResolveContext, work: Promise<T>): Promise<T> {
  // Where a request's work ends with it, this keeps it alive; what it comes to is for the waiter below.
  host.waitUntil?.(work.catch(() => undefined));
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
