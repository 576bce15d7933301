// Subjects in one process, the order reversed every round.
import { median } from "../../cli/src/commands/bench/suite/figures.ts";

export interface Timed {
  /** Microseconds of a call: the median of the rounds, by the wall clock. */
  readonly us: number;
  /** Microseconds of CPU time of a call, all threads: the least of the rounds. */
  readonly cpuUs: number;
}

/**
 * Times subjects in rounds.
 *
 * @param work makes so many calls
 */
export async function inRounds<S>(
  subjects: readonly S[],
  {
    rounds,
    calls,
    warmUp = 2,
  }: { readonly rounds: number; readonly calls: number; readonly warmUp?: number },
  work: (subject: S, calls: number) => Promise<void>,
): Promise<ReadonlyMap<S, Timed>> {
  const wall = new Map(subjects.map((subject) => [subject, [] as number[]]));
  const cpu = new Map(subjects.map((subject) => [subject, [] as number[]]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      globalThis.gc?.();
      const before = process.cpuUsage();
      const startMs = performance.now();
      await work(subject, calls);
      const wallMs = performance.now() - startMs;
      const { user, system } = process.cpuUsage(before);
      if (round < 0) continue;
      wall.get(subject)?.push((wallMs * 1000) / calls);
      cpu.get(subject)?.push((user + system) / calls);
    }
  }
  return new Map(
    subjects.map((subject) => [
      subject,
      { us: median(wall.get(subject) ?? []), cpuUs: Math.min(...(cpu.get(subject) ?? [])) },
    ]),
  );
}
