import type { Figures, Row } from "../figures.ts";
import { type Call, count, durations, load } from "../load.ts";
import { pause, type Scenario, type Stage } from "../scenario.ts";
import { idOf, type Subject } from "../subject.ts";
import { realMs } from "../time-machine.ts";
import type { Fault } from "../upstream.ts";

const PER_SECOND = 20;
const LIFE_MS = 3_600_000;
/** The longest that a caller may wait: the time limit of a refresh, and a little. */
const DEADLINE_MS = 21_000;
/** How long a recovery is watched. */
const WATCHED_MS = 26_000;

/** An upstream that fails while credentials are still valid, after they have expired, and until some time after it is back. */
function outageBy(fault: Fault): Scenario {
  return {
    name: `outage-${fault}`,
    travels: true,
    async run(subject, stage): Promise<readonly Row[]> {
      return [{ case: fault, figures: await figuresOf(subject, stage, fault) }];
    },
  };
}

async function figuresOf(subject: Subject, stage: Stage, fault: Fault): Promise<Figures> {
  const { upstream, machine, setting, quick } = stage;
  const beforeMs = quick ? 3_000 : 6_000;
  upstream.latencyMs = 20;
  upstream.lifeMs = LIFE_MS;
  const client = await subject.create(setting);
  const id = idOf(subject, await client.get());
  // The only journey, while nothing is under way: then no subject can take it for a process that stood still.
  machine.travel(upstream.lifeLeftMs(id) - beforeMs - 500);
  upstream.fault = fault;
  const callsAtFirst = upstream.calls;
  const endMs = realMs() + upstream.lifeLeftMs(id);
  const during = (forMs: number): Promise<readonly Call[]> =>
    load(subject, client, stage, { perSecond: PER_SECOND, forMs });
  const whileValid = await during(beforeMs);
  const callsBefore = upstream.calls - callsAtFirst;
  await pause(endMs - realMs() + 100);

  const callsAtExpiry = upstream.calls;
  const afterMs = fault === "hang" ? DEADLINE_MS + 3_000 : quick ? 3_000 : 8_000;
  const afterwards = await during(afterMs);
  const callsAfter = upstream.calls - callsAtExpiry;

  upstream.fault = undefined;
  const backMs = realMs();
  const isServed = (calls: readonly Call[]): boolean => count(calls, "valid") > 0;
  const recovery = await load(subject, client, stage, {
    perSecond: PER_SECOND,
    forMs: WATCHED_MS,
    until: isServed,
  });
  // Not at all is as long as it was watched.
  const recoveryMs = isServed(recovery) ? realMs() - backMs : WATCHED_MS;
  await pause(500);
  const overdue = [...whileValid, ...afterwards].filter(
    ({ startedMs, endedMs }) => (endedMs ?? realMs()) - startedMs > DEADLINE_MS,
  );
  void client.close?.();
  return {
    failedBefore: count(
      whileValid.filter(({ endedMs }) => endedMs !== undefined && endedMs < endMs),
      "failed",
    ),
    expiredServed: count([...whileValid, ...afterwards, ...recovery], "expired"),
    longestBeforeMs: Math.max(0, ...durations(whileValid)),
    overdue: overdue.length,
    callsPerMinuteBefore: (callsBefore * 60_000) / beforeMs,
    callsPerMinuteAfter: (callsAfter * 60_000) / afterMs,
    recoveryMs,
  };
}

export const outages: readonly Scenario[] = [outageBy("500"), outageBy("throttle"), outageBy("hang")];
