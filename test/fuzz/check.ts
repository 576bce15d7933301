import { getHeapStatistics } from "node:v8";
import { shownCanaries } from "./support/canaries.ts";
import type { FuzzTarget } from "./target.ts";

/** How an input of at most 64 KiB may at most be fed. A machine under load is ten times slower than an idle one. */
const MOST_MS = 3_000;
const MOST_HEAP_BYTES = 400 * 1024 * 1024;

/** What is wrong with how the target took an input; `undefined` if nothing is. */
export async function faultOf(target: FuzzTarget, input: string): Promise<string | undefined> {
  const heapBefore = getHeapStatistics().used_heap_size;
  const startedMs = performance.now();
  let outputs: readonly unknown[];
  try {
    outputs = await target.feed(input);
  } catch (thrown) {
    return `crash: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  }
  const tookMs = performance.now() - startedMs;
  const grewBytes = getHeapStatistics().used_heap_size - heapBefore;
  const [canary] = shownCanaries(outputs);
  if (canary !== undefined) return `secret: ${canary.slice(0, 10)}… is in what came out`;
  if (grewBytes > MOST_HEAP_BYTES)
    return `memory: the heap grew by ${Math.round(grewBytes / 1024 / 1024)} MiB`;
  if (tookMs <= MOST_MS) return undefined;
  // The machine may have had something else to do: slow is what is slow again.
  const againMs = performance.now();
  await target.feed(input);
  const secondMs = performance.now() - againMs;
  return secondMs > MOST_MS ? `time: ${Math.round(Math.min(tookMs, secondMs))} ms` : undefined;
}
