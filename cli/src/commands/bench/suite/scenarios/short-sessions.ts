import type { Row } from "../figures.ts";
import { type Scenario, type Stage, settle } from "../scenario.ts";
import { idOf, type Subject } from "../subject.ts";

const STEP_MS = 5_000;
const DAY_MS = 86_400_000;

/** Sessions of 900 and of 60 seconds, through a virtual day with a call every five seconds. */
export const shortSessions: Scenario = {
  name: "short-sessions",
  travels: true,
  async run(subject, stage) {
    const rows: Row[] = [];
    for (const lifeMs of [900_000, 60_000])
      rows.push({ case: `${lifeMs / 1000} s`, figures: await day(subject, stage, lifeMs) });
    return rows;
  },
};

async function day(subject: Subject, stage: Stage, lifeMs: number): Promise<Row["figures"]> {
  const { upstream, machine, setting, quick } = stage;
  const spanMs = quick ? DAY_MS / 12 : DAY_MS;
  upstream.lifeMs = lifeMs;
  const client = await subject.create(setting);
  const before = upstream.calls;
  let expired = 0;
  let failed = 0;
  for (let leftMs = spanMs; leftMs > 0; leftMs -= STEP_MS) {
    try {
      if (upstream.lifeLeftMs(idOf(subject, await client.get())) <= 0) expired++;
    } catch {
      failed++;
    }
    await settle(stage);
    machine.travel(STEP_MS);
  }
  await client.close?.();
  const calls = upstream.calls - before;
  // Refreshed when a third of the life is left, and never sooner.
  const bound = spanMs / (lifeMs * (2 / 3));
  return { calls, timesBound: calls / bound, expired, failed };
}
