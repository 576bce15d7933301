import { getHeapStatistics } from "node:v8";
import { shownCanaries } from "./support/canaries.ts";
import type { FuzzTarget } from "./target.ts";

/** How much of a processor an input of at most 64 KiB may take. A machine under load takes longer, but no more of that. */
const MOST_CPU_MS = 3_000;
const MOST_HEAP_BYTES = 400 * 1024 * 1024;

/** The fault in how the target took an input; `undefined` if there was none. */
export async function faultOf(target: FuzzTarget, input: string): Promise<string | undefined> {
  const heapBefore = getHeapStatistics().used_heap_size;
  const before = process.cpuUsage();
  let outputs: readonly unknown[];
  try {
    outputs = await target.feed(input);
  } catch (thrown) {
    return `crash: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  }
  const tookMs = cpuMsSince(before);
  const grewBytes = getHeapStatistics().used_heap_size - heapBefore;
  const [canary] = shownCanaries(outputs);
  if (canary !== undefined) return `secret: ${canary.slice(0, 10)}… is in what came out`;
  if (grewBytes > MOST_HEAP_BYTES)
    return `memory: the heap grew by ${Math.round(grewBytes / 1024 / 1024)} MiB`;
  if (tookMs <= MOST_CPU_MS) return undefined;
  // The first input of a target may load a library: slow is what is slow again.
  const again = process.cpuUsage();
  await target.feed(input);
  const secondMs = cpuMsSince(again);
  return secondMs > MOST_CPU_MS
    ? `time: ${Math.round(Math.min(tookMs, secondMs))} ms of a processor`
    : undefined;
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
