import { median, type Row } from "../figures.ts";
import { type Scenario, type Stage, settle } from "../scenario.ts";
import type { Subject } from "../subject.ts";
import { realMs } from "../time-machine.ts";

const LATENCY_MS = 50;
/** A subject that makes a call for each caller takes seconds for a round: then one is enough. */
const ENOUGH_MS = 3_000;

/** Callers that all come at once to an empty cache. */
export const stampede: Scenario = {
  name: "stampede",
  travels: false,
  async run(subject, stage) {
    stage.upstream.latencyMs = LATENCY_MS;
    const rows: Row[] = [];
    // The first ones only warm up.
    for (let i = 0; i < 3; i++) await once(subject, stage, 100);
    for (const callers of stage.quick ? [1, 1_000] : [1, 10, 100, 1_000, 10_000]) {
      const rounds: Awaited<ReturnType<typeof once>>[] = [];
      const startMs = realMs();
      do rounds.push(await once(subject, stage, callers));
      while (rounds.length < (stage.quick ? 3 : 7) && realMs() - startMs < ENOUGH_MS);
      // Its memory has a round of its own, the last: collecting garbage makes the engine forget compiled code.
      collectGarbage();
      const { heapMb } = await once(subject, stage, callers);
      const of = (read: (round: (typeof rounds)[number]) => number): readonly number[] => rounds.map(read);
      rows.push({
        case: callers === 1 ? "1 caller" : `${callers.toLocaleString("en")} callers`,
        figures: {
          calls: median(of(({ calls }) => calls)),
          failed: Math.max(...of(({ failed }) => failed)),
          wallMs: Math.min(...of(({ wallMs }) => wallMs)),
          cpuMs: Math.min(...of(({ cpuMs }) => cpuMs)),
          heapMb,
        },
      });
    }
    return rows;
  },
};

async function once(subject: Subject, stage: Stage, callers: number) {
  const { upstream, setting } = stage;
  const client = await subject.create(setting);
  const heapBefore = process.memoryUsage().heapUsed;
  const callsBefore = upstream.calls;
  const cpuBefore = process.cpuUsage();
  const startMs = realMs();
  const waiting = Promise.allSettled(Array.from({ length: callers }, () => client.get()));
  const heapMb = Math.max(0, process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
  const outcomes = await waiting;
  const wallMs = realMs() - startMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  await settle(stage);
  await client.close?.();
  const failed = outcomes.filter(({ status }) => status === "rejected").length;
  return { calls: upstream.calls - callsBefore, failed, wallMs, cpuMs: (user + system) / 1000, heapMb };
}

/** Only where the process was started so that it can be asked for. */
function collectGarbage(): void {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect === "function") collect();
}
