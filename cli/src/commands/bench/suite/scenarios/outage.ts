import type { Figures, Row } from "../figures.ts";
import { type Call, count, durations, load } from "../load.ts";
import { pause, type Scenario, type Stage } from "../scenario.ts";
import type { Subject } from "../subject.ts";
import { realMs } from "../time-machine.ts";
import type { Fault } from "../upstream.ts";

const PER_SECOND = 20;
const LIFE_MS = 3_600_000;
/** The longest that a caller may wait: the time limit of a refresh, and a little. */
const DEADLINE_MS = 21_000;

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
  upstream.latencyMs = 20;
  upstream.lifeMs = LIFE_MS;
  const client = await subject.create(setting);
  await client.get();
  upstream.fault = fault;
  const during = (forMs: number): Promise<readonly Call[]> =>
    load(subject, client, stage, { perSecond: PER_SECOND, forMs });

  machine.travel(LIFE_MS - 90_000);
  const callsBefore = upstream.calls;
  const early = await during(quick ? 1_000 : 2_000);
  machine.travel(60_000);
  const late = await during(quick ? 2_000 : 4_000);
  const whileValid = [...early, ...late];
  const callsWhileValid = upstream.calls - callsBefore;
  const failedBefore = count(whileValid, "failed");

  machine.travel(60_000);
  const callsAtExpiry = upstream.calls;
  const afterMs = fault === "hang" ? DEADLINE_MS + 3_000 : quick ? 3_000 : 8_000;
  const afterwards = await during(afterMs);
  const callsAfter = upstream.calls - callsAtExpiry;

  upstream.fault = undefined;
  const backMs = realMs();
  const isServed = (calls: readonly Call[]): boolean => count(calls, "valid") > 0;
  const recovery = await load(subject, client, stage, {
    perSecond: PER_SECOND,
    forMs: 26_000,
    until: isServed,
  });
  const recoveryMs = isServed(recovery) ? realMs() - backMs : Number.POSITIVE_INFINITY;
  await pause(500);
  const overdue = [...whileValid, ...afterwards].filter(
    ({ startedMs, endedMs }) => (endedMs ?? realMs()) - startedMs > DEADLINE_MS,
  );
  void client.close?.();
  return {
    failedBefore,
    expiredServed: count([...whileValid, ...afterwards, ...recovery], "expired"),
    longestBeforeMs: Math.max(0, ...durations(whileValid)),
    overdue: overdue.length,
    callsPerMinuteBefore: (callsWhileValid * 60) / (quick ? 3 : 6),
    callsPerMinuteAfter: (callsAfter * 60_000) / afterMs,
    // Not at all is as long as it was watched.
    recoveryMs: Math.min(recoveryMs, 26_000),
  };
}

export const outages: readonly Scenario[] = [outageBy("500"), outageBy("throttle"), outageBy("hang")];
