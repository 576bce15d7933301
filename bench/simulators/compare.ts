// Shared by the benchmarks of the simulators: subjects that receive the same calls, in rounds of changing order.
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
  readonly calls: (count: number) => readonly Call[];
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** Calls of one round. */
export const CALLS = 400;

const WARM_UP_ROUNDS = 5;
const QUICK_WARM_UP_ROUNDS = 6;

interface Round {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** To make and sign the calls, before they are sent. */
  readonly signingCpuMs: number;
}

/**
 * Means of the wall time over rounds, because a median would leave out garbage collections that fall into fewer than half
 * of them; and the least CPU time, which a busy machine does not change.
 *
 * @param prepare makes and signs the calls of a round; returns what sends them
 */
export async function compare<S extends Pick<Subject, "name" | "kind">>(
  subjects: readonly S[],
  { quick }: RunOptions,
  prepare: (subject: S) => () => Promise<void>,
): Promise<readonly Measured[]> {
  const measured = new Map<S, Round[]>(subjects.map((subject) => [subject, []]));
  const warmUp = quick ? QUICK_WARM_UP_ROUNDS : WARM_UP_ROUNDS;
  for (let round = -warmUp; round < (quick ? 5 : 20); round++) {
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      const signing = process.cpuUsage();
      const send = prepare(subject);
      const signingCpuMs = cpuMsSince(signing);
      const before = process.cpuUsage();
      const startMs = performance.now();
      await send();
      const wallMs = performance.now() - startMs;
      const cpuMs = cpuMsSince(before);
      if (round >= 0) measured.get(subject)?.push({ wallMs, cpuMs, signingCpuMs });
    }
  }
  return subjects.map((subject) => {
    const { kind } = subject;
    const ofKind = subjects.filter((other) => other.kind === kind);
    const roundsOf = (those: readonly S[]): readonly Round[] =>
      those.flatMap((one) => measured.get(one) ?? []);
    // All of a kind receive calls that are signed alike.
    const signUs = leastUs(roundsOf(ofKind).map(({ signingCpuMs }) => signingCpuMs));
    const bareUs = leastUs(
      roundsOf(ofKind.filter(({ name }) => name === "bare Hono")).map(({ cpuMs }) => cpuMs),
    );
    const rounds = roundsOf([subject]);
    const cpuUs = leastUs(rounds.map(({ cpuMs }) => cpuMs));
    const us = (1000 * rounds.reduce((sum, { wallMs }) => sum + wallMs, 0)) / rounds.length / CALLS;
    return {
      subject: subject.name,
      kind: subject.name === "simulated cloud" ? "own" : "floor",
      group: kind,
      case: kind,
      figures: {
        perSecond: 1e6 / us,
        us,
        cpuUs,
        rate: bareUs / cpuUs,
        signUs,
        signedRate: (bareUs + signUs) / (cpuUs + signUs),
      },
    };
  });
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Of a call, by the least of rounds. */
function leastUs(cpuMs: readonly number[]): number {
  return (1000 * Math.min(...cpuMs)) / CALLS;
}

/** Sends calls one after another in this process. */
export async function sendAll(calls: readonly Call[], fetch: Subject["fetch"]): Promise<void> {
  for (const { url, init } of calls) {
    const reply = await fetch(new Request(url, init));
    await reply.text();
    if (reply.status !== 200) throw new Error(`refused with ${reply.status}`);
  }
}
