import { cancelled } from "./command-error.ts";

/**
 * Runs work that Ctrl+C cancels: its signal then aborts, with the error `CANCELLED` as its reason. A second Ctrl+C ends the
 * process.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onInterrupt = (): void => controller.abort(cancelled());
  process.once("SIGINT", onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}
