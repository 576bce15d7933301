// What the benchmarks of the simulators share: subjects that receive the same calls, in rounds of changing order.
import type { RunOptions } from "../harness/benchmark.ts";
import type { Measured } from "../harness/work.ts";

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
  readonly name: "bare Hono" | "bare Hono, reading and hashing" | "simulated cloud";
  /** The kind of call. Subjects of the same kind receive the same calls. */
  readonly kind: string;
  readonly calls: (count: number) => Promise<readonly Call[]>;
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** Calls of one round. */
export const CALLS = 400;

const WARM_UP_ROUNDS = 5;
const QUICK_WARM_UP_ROUNDS = 2;

interface Round {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/**
 * Means of the wall time over rounds, because a median would leave out garbage collections that fall into fewer than half
 * of them; and the least CPU time, which a busy machine does not change.
 *
 * @param prepare makes the calls of a round, and what sends them
 */
export async function compare<S extends Pick<Subject, "name" | "kind">>(
  subjects: readonly S[],
  { quick }: RunOptions,
  prepare: (subject: S) => Promise<() => Promise<void>>,
): Promise<readonly Measured[]> {
  const measured = new Map(subjects.map((subject) => [subject, [] as Round[]]));
  const warmUp = quick ? QUICK_WARM_UP_ROUNDS : WARM_UP_ROUNDS;
  for (let round = -warmUp; round < (quick ? 5 : 20); round++) {
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      const send = await prepare(subject);
      const before = process.cpuUsage();
      const startMs = performance.now();
      await send();
      const wallMs = performance.now() - startMs;
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) measured.get(subject)?.push({ wallMs, cpuMs: (user + system) / 1000 });
    }
  }
  const cpuUs = (subject: S | undefined): number =>
    (1000 * Math.min(...(measured.get(subject as S) ?? []).map(({ cpuMs }) => cpuMs))) / CALLS;
  return subjects.map((subject) => {
    const rounds = measured.get(subject) ?? [];
    const us = (1000 * rounds.reduce((sum, { wallMs }) => sum + wallMs, 0)) / rounds.length / CALLS;
    const bare = subjects.find(({ name, kind }) => name === "bare Hono" && kind === subject.kind);
    const rate = cpuUs(bare) / cpuUs(subject);
    return {
      subject: subject.name,
      kind: subject.name === "simulated cloud" ? "own" : "floor",
      group: subject.kind,
      case: subject.kind,
      figures: { perSecond: 1e6 / us, us, cpuUs: cpuUs(subject), rate },
    };
  });
}

/** The parts of a request, to make it again. */
export async function partsOf(request: Request): Promise<Call> {
  const body = await request.text();
  const headers = Object.fromEntries(request.headers);
  return { url: request.url, init: { method: request.method, headers, ...(body !== "" && { body }) } };
}

/** Sends calls one after another in this process. */
export async function sendAll(calls: readonly Call[], fetch: Subject["fetch"]): Promise<void> {
  for (const { url, init } of calls) {
    const reply = await fetch(new Request(url, init));
    await reply.text();
    if (reply.status !== 200) throw new Error(`refused with ${reply.status}`);
  }
}
