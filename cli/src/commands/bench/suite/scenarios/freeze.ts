import type { Row } from "../figures.ts";
import { count, start } from "../load.ts";
import { pause, type Scenario, type Stage } from "../scenario.ts";
import type { Subject } from "../subject.ts";
import { realMs } from "../time-machine.ts";

const LIFE_MS = 3_600_000;
const HOUR_MS = 3_600_000;
/** Longer than every time limit of a refresh. */
const FROZEN_MS = 22_000;
const CALLERS = 20;
const PATIENCE_MS = 4_000;

/**
 * A process that is stopped while a refresh is under way, whose answer is lost, until the credentials have expired; and a
 * wall clock that is set back by eight hours.
 */
export const freeze: Scenario = {
  name: "freeze",
  travels: true,
  async run(subject, stage) {
    const rows: Row[] = [];
    if (stage.freeze !== undefined && !stage.quick)
      rows.push({ case: "stopped in a refresh", figures: await stopped(subject, stage) });
    rows.push({ case: "clock back 8 h", figures: await setBack(subject, stage) });
    return rows;
  },
};

async function stopped(subject: Subject, stage: Stage): Promise<Row["figures"]> {
  const { upstream, machine, setting } = stage;
  upstream.latencyMs = 20;
  upstream.lifeMs = LIFE_MS;
  const client = await subject.create(setting);
  await client.get();
  machine.travel(LIFE_MS - 90_000);
  upstream.fault = "hang";
  const early = start(subject, client, stage);
  await pause(50);
  machine.travel(120_000);
  upstream.fault = undefined;
  await stage.freeze?.(FROZEN_MS);
  const figures = await watch(subject, client, stage);
  void client.close?.();
  return { ...figures, failed: figures.failed + (early.outcome === "failed" ? 1 : 0) };
}

async function setBack(subject: Subject, stage: Stage): Promise<Row["figures"]> {
  const { upstream, machine, setting } = stage;
  upstream.latencyMs = 20;
  upstream.lifeMs = LIFE_MS;
  const client = await subject.create(setting);
  await client.get();
  machine.setWall(-8 * HOUR_MS);
  machine.travel(LIFE_MS + 10_000);
  const figures = await watch(subject, client, stage);
  machine.setWall(8 * HOUR_MS);
  void client.close?.();
  return figures;
}

/** The answers to the first callers, and their times. */
async function watch(
  subject: Subject,
  client: Awaited<ReturnType<Subject["create"]>>,
  stage: Stage,
): Promise<{ failed: number; expired: number; pending: number; firstMs: number; calls: number }> {
  const before = stage.upstream.calls;
  const calls = Array.from({ length: CALLERS }, () => start(subject, client, stage));
  const startMs = realMs();
  while (count(calls, "pending") > 0 && realMs() - startMs < PATIENCE_MS) await pause(5);
  return {
    failed: count(calls, "failed"),
    expired: count(calls, "expired"),
    pending: count(calls, "pending"),
    firstMs: (calls[0]?.endedMs ?? realMs()) - startMs,
    calls: stage.upstream.calls - before,
  };
}
