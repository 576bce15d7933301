/**
 * Callers at a steady rate, and what became of each call.
 *
 * @module
 */
import { pause, type Stage } from "./scenario.ts";
import { type Client, idOf, type Subject } from "./subject.ts";
import { realMs } from "./time-machine.ts";

/** One call. */
export interface Call {
  readonly startedMs: number;
  /** `undefined` while it waits. */
  endedMs: number | undefined;
  outcome: "pending" | "valid" | "expired" | "failed";
}

/** Calls so often a second for so long, whether or not earlier calls were answered. */
export async function load(
  subject: Subject,
  client: Client,
  stage: Stage,
  {
    perSecond,
    forMs,
    until,
  }: { perSecond: number; forMs: number; until?: (calls: readonly Call[]) => boolean },
): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const startMs = realMs();
  for (;;) {
    const elapsedMs = realMs() - startMs;
    if (elapsedMs >= forMs || until?.(calls)) return calls;
    while (calls.length < (elapsedMs * perSecond) / 1000) calls.push(start(subject, client, stage));
    await pause(1000 / perSecond);
  }
}

/** Starts one call. */
export function start(subject: Subject, client: Client, { upstream }: Stage): Call {
  const call: Call = { startedMs: realMs(), endedMs: undefined, outcome: "pending" };
  const end = (outcome: Call["outcome"]): void => {
    call.endedMs = realMs();
    call.outcome = outcome;
  };
  client.get().then(
    (value) => end(upstream.lifeLeftMs(idOf(subject, value)) > 0 ? "valid" : "expired"),
    () => end("failed"),
  );
  return call;
}

/** How many calls ended so. */
export function count(calls: readonly Call[], outcome: Call["outcome"]): number {
  return calls.filter((call) => call.outcome === outcome).length;
}

/** How long each answered call took, in milliseconds. */
export function durations(calls: readonly Call[]): readonly number[] {
  return calls.flatMap(({ startedMs, endedMs }) => (endedMs === undefined ? [] : endedMs - startedMs));
}
