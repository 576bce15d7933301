import type { Row } from "../figures.ts";
import { pause, type Scenario, type Stage, settle } from "../scenario.ts";
import type { Client, Subject } from "../subject.ts";

const STEP_MS = 60_000;
const DAY_MS = 86_400_000;
const LIFE_MS = 3_600_000;
const INSTANCES = 1_000;

/** Many instances of one program, each with its own cache, through a virtual day with a call every minute. */
export const fleet: Scenario = {
  name: "fleet",
  travels: true,
  async run(subject, stage) {
    const rows: Row[] = [];
    for (const [name, startsWithinMs] of [
      ["started together", 0],
      ["started within an hour", LIFE_MS],
    ] as const)
      rows.push({ case: name, figures: await day(subject, stage, startsWithinMs) });
    return rows;
  },
};

async function day(subject: Subject, stage: Stage, startsWithinMs: number): Promise<Row["figures"]> {
  const { upstream, machine, setting, quick } = stage;
  const spanMs = quick ? DAY_MS / 6 : DAY_MS;
  upstream.lifeMs = LIFE_MS;
  const clients: Client[] = [];
  const perMinute: number[] = [];
  for (let atMs = 0; atMs < spanMs; atMs += STEP_MS) {
    const due = startsWithinMs === 0 ? INSTANCES : (INSTANCES * (atMs + STEP_MS)) / startsWithinMs;
    while (clients.length < Math.min(INSTANCES, due)) clients.push(await subject.create(setting));
    const before = upstream.calls;
    await Promise.all(clients.map((client) => client.get()));
    await settle(stage);
    if (subject.settleMs !== undefined && upstream.calls > before) await pause(subject.settleMs);
    perMinute.push(upstream.calls - before);
    machine.travel(STEP_MS);
  }
  for (const client of clients) await client.close?.();
  const [cold = 0, ...others] = perMinute;
  const mean = others.reduce((total, calls) => total + calls, 0) / others.length;
  const lastHours = others.slice(-others.length / 2);
  return {
    cold,
    meanPerMinute: mean,
    peakPerMinute: Math.max(...others),
    peakTimesMean: Math.max(...others) / mean,
    peakTimesMeanLater: Math.max(...lastHours) / mean,
    callsPerHour: mean * 60,
  };
}
