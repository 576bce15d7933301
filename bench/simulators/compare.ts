// What the benchmarks of the simulators share: subjects that receive the same calls, in rounds of changing order.
import { table } from "../../tools/table.ts";

/** A signed call, before it is a Request. */
export interface Call {
  readonly url: string;
  readonly init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
}

/** Something that answers calls. */
export interface Subject {
  readonly name: string;
  /** The subject whose rate it is compared with; both receive the same calls. */
  readonly beside: string;
  readonly calls: (count: number) => Promise<readonly Call[]>;
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

const ROUNDS = 45;
const WARM_UP_ROUNDS = 5;

/** Calls of one round. */
export const CALLS = 400;

/** Means over rounds, because a median would leave out garbage collections that fall into fewer than half of them. */
export async function compare<S extends Pick<Subject, "name" | "beside">>(
  subjects: readonly S[],
  run: (subject: S) => Promise<number>,
): Promise<void> {
  const sums = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      const microseconds = (1000 * (await run(subject))) / CALLS;
      if (round >= WARM_UP_ROUNDS) sums.set(subject.name, (sums.get(subject.name) ?? 0) + microseconds);
    }
  }
  const meanUs = (name: string): number => (sums.get(name) ?? 0) / (ROUNDS - WARM_UP_ROUNDS);
  const rows = subjects.map(({ name, beside }) => {
    const us = meanUs(name);
    return [name, us.toFixed(1), (1e6 / us).toFixed(0), (meanUs(beside) / us).toFixed(2)];
  });
  print([["subject", "us per call", "calls per second", "rate, bare = 1"], ...rows]);
}

/** Prints rows as a table. */
export function print(rows: readonly (readonly string[])[]): void {
  for (const line of table(rows)) console.log(`  ${line}`);
}

/** The parts of a request, to make it again. */
export async function partsOf(request: Request): Promise<Call> {
  const body = await request.text();
  const headers = Object.fromEntries(request.headers);
  return { url: request.url, init: { method: request.method, headers, ...(body !== "" && { body }) } };
}
