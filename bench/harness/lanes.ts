// Decides which work may run at once, and which must not.
import type { Benchmark } from "./benchmark.ts";

/** In a quick run: as many as have something to do while most of their processes wait. */
const QUICK_LANES = 4;

/** Works on a queue in so many lanes. */
export async function inLanes<T>(
  lanes: number,
  queue: readonly T[],
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = [...queue];
  const lane = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Benchmarks one after another; in a quick run those that only count come last, and at once. */
export async function inTurn<B extends Pick<Benchmark, "onlyCounts">>(
  benchmarks: readonly B[],
  quick: boolean,
  work: (benchmark: B) => Promise<void>,
): Promise<void> {
  const isLast = ({ onlyCounts = false }: B): boolean => quick && onlyCounts;
  await inLanes(
    1,
    benchmarks.filter((one) => !isLast(one)),
    work,
  );
  await inLanes(QUICK_LANES, benchmarks.filter(isLast), work);
}
